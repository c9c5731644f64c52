package io.tiercel.internal.event;

import io.tiercel.internal.stack.Start;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs tasks one after another, in the order given, on threads of another executor. */
final class InOrder implements Executor {
  private static final long PAUSE_MILLIS = 1_000;

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
      start();
    }
  }

  private void start() {
    Start.on(executor, this::drain, this::startLater);
  }

  private void startLater() {
    CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS, Runnable::run)
        .execute(this::start);
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
          start();
        }
      }
    }
  }
}
