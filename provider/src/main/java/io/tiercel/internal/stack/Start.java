package io.tiercel.internal.stack;

import java.util.concurrent.Executor;

/** Hands tasks to executors that may have no thread to spare. */
public final class Start {
  private Start() {}

  /**
   * Has a task run, or does something else and throws what kept the executor from taking it.
   *
   * @param otherwise lets somebody start the task later: nobody knows of it yet
   */
  public static void on(Executor executor, Runnable task, Runnable otherwise) {
    boolean started = false;
    try {
      executor.execute(task);
      started = true;
    } finally {
      if (!started) {
        otherwise.run();
      }
    }
  }
}
