package io.tiercel.tiers.redis;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Has no thread for the first task that is to be repeated; what comes later waits for a day. */
final class StarvedExecutor extends ScheduledThreadPoolExecutor implements AutoCloseable {
  private boolean starved = true;

  StarvedExecutor() {
    super(1);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long initialDelay, long delay, TimeUnit unit) {
    if (starved) {
      starved = false;
      throw new OutOfMemoryError("unable to create native thread");
    }
    return super.scheduleWithFixedDelay(task, 1, 1, TimeUnit.DAYS);
  }

  @Override
  public void close() {
    shutdownNow();
  }
}
