package io.tiercel.tiers.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Connects at the first use. Whoever comes while an attempt is under way waits for that one; who
 * comes soon after one failed is told so at once; later ones try again. Thread-safe.
 */
final class Connector<R extends Route> {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(25);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final Supplier<CompletionStage<R>> opener;
  private final Executor executor;
  private final Duration limit;
  private final Duration patience;
  private final ReentrantLock lock = new ReentrantLock();

  private volatile @Nullable R route;
  private @Nullable CompletableFuture<R> attempt;
  private volatile int failures;
  private long pauseEndsNanos;
  private boolean closed;

  /**
   * @param opener connects; may block
   * @param executor runs the opener
   * @param limit how long an attempt may take
   * @param patience how long to wait for an attempt when the one before has failed
   */
  Connector(
      Supplier<CompletionStage<R>> opener, Executor executor, Duration limit, Duration patience) {
    this.opener = opener;
    this.executor = executor;
    this.limit = limit;
    this.patience = patience;
  }

  /**
   * The open connection.
   *
   * @throws ExecutionException when connecting failed, now or a moment ago, or after closing
   */
  R route() throws InterruptedException, ExecutionException {
    R open = route;
    return open != null ? open : await(attempt());
  }

  /** The open connection, or null when there is none. */
  @Nullable R open() {
    return route;
  }

  /** Begins to connect unless that was done, or has just failed; waits for nothing. */
  void begin() {
    var unused = attempt();
  }

  private R await(CompletableFuture<R> attempt) throws InterruptedException, ExecutionException {
    if (failures == 0) {
      return attempt.get();
    }
    try {
      return attempt.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new ExecutionException(e);
    }
  }

  private CompletableFuture<R> attempt() {
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.failedFuture(new IllegalStateException("closed"));
      }
      CompletableFuture<R> last = attempt;
      if (last != null && (!last.isCompletedExceptionally() || isPausing())) {
        return last;
      }
      CompletableFuture<R> next = start();
      attempt = next;
      return next;
    } finally {
      lock.unlock();
    }
  }

  private boolean isPausing() {
    return System.nanoTime() - pauseEndsNanos < 0;
  }

  private CompletableFuture<R> start() {
    CompletableFuture<R> opening = new CompletableFuture<>();
    CompletableFuture<R> remembered =
        opening.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS).whenComplete(this::remember);
    try {
      executor.execute(() -> connect(opening));
    } catch (RuntimeException | Error e) {
      opening.completeExceptionally(e);
    }
    return remembered;
  }

  private void connect(CompletableFuture<R> opening) {
    try {
      opener.get().whenComplete((opened, failure) -> settle(opening, opened, failure));
    } catch (RuntimeException | Error e) {
      opening.completeExceptionally(e);
    }
  }

  /** A connection that comes too late is not kept. */
  private static <R extends Route> void settle(
      CompletableFuture<R> opening, @Nullable R opened, @Nullable Throwable failure) {
    if (opened == null) {
      opening.completeExceptionally(
          failure == null ? new IllegalStateException("no connection") : failure);
    } else if (!opening.complete(opened)) {
      opened.close();
    }
  }

  private void remember(@Nullable R opened, @Nullable Throwable failure) {
    lock.lock();
    try {
      if (opened == null) {
        pauseEndsNanos = System.nanoTime() + pause().toNanos();
      } else if (closed) {
        opened.close();
      } else {
        failures = 0;
        route = opened;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Longer after each failure, and never quite the same, so that many clients spread. */
  private Duration pause() {
    failures = Math.min(failures + 1, 10);
    long longest = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << failures);
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
  }

  /** Gives a connection up for a reason, so that a use soon after makes another. */
  void discard(Route useless, Throwable reason) {
    lock.lock();
    try {
      if (route != useless) {
        return;
      }
      route = null;
      attempt = CompletableFuture.failedFuture(reason);
      pauseEndsNanos = System.nanoTime() + pause().toNanos();
    } finally {
      lock.unlock();
    }
    useless.close();
  }

  /** Makes no connection any more; the open one is left to who closes the client. */
  void close() {
    lock.lock();
    try {
      closed = true;
      route = null;
    } finally {
      lock.unlock();
    }
  }
}
