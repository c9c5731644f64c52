package io.tiercel.internal.event;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs tasks one after another, in the order given, on threads of another executor. */
final class InOrder implements Executor {
  private final Executor executor;
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();

  InOrder(Executor executor) {
    this.executor = executor;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    if (pending.getAndIncrement() == 0) {
      executor.execute(this::drain);
    }
  }

  /** A task that ends in an error ends its thread, not the queue: another thread goes on. */
  private void drain() {
    boolean more = true;
    while (more) {
      boolean ended = false;
      try {
        tasks.remove().run();
        ended = true;
      } finally {
        more = pending.decrementAndGet() > 0;
        if (more && !ended) {
          executor.execute(this::drain);
        }
      }
    }
  }
}
