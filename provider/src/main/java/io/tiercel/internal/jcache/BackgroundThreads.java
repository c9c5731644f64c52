package io.tiercel.internal.jcache;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Daemon threads for {@code loadAll} and asynchronous listeners: user code that may block, so each
 * task finds a thread of its own; idle ones end.
 */
final class BackgroundThreads {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private static final Executor POOL =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> daemon(task));

  private BackgroundThreads() {}

  /**
   * @param classLoader the context class loader of the tasks
   */
  static Executor withClassLoader(ClassLoader classLoader) {
    return task ->
        POOL.execute(
            () -> {
              Thread.currentThread().setContextClassLoader(classLoader);
              try {
                task.run();
              } finally {
                Thread.currentThread().setContextClassLoader(null);
              }
            });
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "tiercel-" + COUNT.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
