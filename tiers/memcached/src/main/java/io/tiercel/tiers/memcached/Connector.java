package io.tiercel.tiers.memcached;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Connects at the first use. Whoever comes while an attempt is under way waits for that one; who
 * comes soon after one failed is told so at once; later ones try again. Thread-safe.
 */
final class Connector {
  private static final long FIRST_PAUSE_MILLIS = 50;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final Callable<Connection> opener;
  private final Executor background;
  private final long firstPatienceNanos;
  private final long patienceNanos;
  private final ReentrantLock lock = new ReentrantLock();

  private volatile @Nullable Connection open;
  private volatile int failures;
  private @Nullable CompletableFuture<Connection> attempt;
  private long pauseEndsNanos;
  private boolean closed;

  /**
   * @param opener connects; may block
   * @param background runs the opener, and closes what is given up
   * @param firstPatienceNanos how long to wait for an attempt
   * @param patienceNanos how long to wait for an attempt when the one before has failed
   */
  Connector(
      Callable<Connection> opener,
      Executor background,
      long firstPatienceNanos,
      long patienceNanos) {
    this.opener = opener;
    this.background = background;
    this.firstPatienceNanos = firstPatienceNanos;
    this.patienceNanos = patienceNanos;
  }

  /**
   * The open connection.
   *
   * @throws ExecutionException when connecting failed, now or a moment ago, or after closing
   * @throws TimeoutException when connecting takes too long
   */
  Connection connection() throws InterruptedException, ExecutionException, TimeoutException {
    Connection connection = open;
    if (connection != null) {
      return connection;
    }
    long patience = failures == 0 ? firstPatienceNanos : patienceNanos;
    return attempt().get(patience, TimeUnit.NANOSECONDS);
  }

  private CompletableFuture<Connection> attempt() {
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.failedFuture(new IllegalStateException("closed"));
      }
      CompletableFuture<Connection> last = attempt;
      if (last != null && (!last.isCompletedExceptionally() || isPausing())) {
        return last;
      }
      CompletableFuture<Connection> next = new CompletableFuture<>();
      attempt = next;
      start(next);
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void start(CompletableFuture<Connection> next) {
    try {
      background.execute(() -> connect(next));
    } catch (RuntimeException | Error e) {
      fail(next, e);
    }
  }

  private boolean isPausing() {
    return System.nanoTime() - pauseEndsNanos < 0;
  }

  /** On a thread of its own, so that an interrupted caller spoils it for nobody. */
  private void connect(CompletableFuture<Connection> next) {
    try {
      Connection connection = opener.call();
      if (remember(connection)) {
        next.complete(connection);
      } else {
        connection.close();
        next.completeExceptionally(new IllegalStateException("closed"));
      }
    } catch (Exception | Error e) {
      fail(next, e);
    }
  }

  private void fail(CompletableFuture<Connection> next, Throwable cause) {
    lock.lock();
    try {
      pause();
      next.completeExceptionally(cause);
    } finally {
      lock.unlock();
    }
  }

  private boolean remember(Connection connection) {
    lock.lock();
    try {
      if (!closed) {
        open = connection;
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /** Longer after each failure, and never quite the same, so that many clients spread. */
  private void pause() {
    long longest = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << failures);
    failures = Math.min(failures + 1, 10);
    long millis = ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
    pauseEndsNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** The node has answered: what failed before does not matter any more. */
  void confirm() {
    if (failures != 0) {
      failures = 0;
    }
  }

  /** Gives a connection up for a reason, so that a use soon after makes another. */
  void discard(Connection useless, Throwable reason) {
    lock.lock();
    try {
      if (open != useless) {
        return;
      }
      open = null;
      attempt = CompletableFuture.failedFuture(reason);
      pause();
    } finally {
      lock.unlock();
    }
    background.execute(useless::close);
  }

  void close() {
    Connection last;
    lock.lock();
    try {
      closed = true;
      last = open;
      open = null;
    } finally {
      lock.unlock();
    }
    if (last != null) {
      last.close();
    }
  }
}
