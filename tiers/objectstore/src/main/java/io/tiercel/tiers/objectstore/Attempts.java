package io.tiercel.tiers.objectstore;

import io.tiercel.tiers.objectstore.Traffic.Count;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests, counts them, and makes them again, ever later, while the store asks for patience
 * and there is time. Only what was answered is repeated: a request without an answer may still be
 * on its way.
 */
final class Attempts {
  private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(20).toNanos();
  private static final long LONGEST_PAUSE_NANOS = Duration.ofSeconds(2).toNanos();

  private final StoreFailures failures;
  private final Traffic traffic;

  Attempts(StoreFailures failures, Traffic traffic) {
    this.failures = failures;
    this.traffic = traffic;
  }

  <T extends @Nullable Object> T make(Request<T> request, ObjectStore store, long endNanos) {
    boolean doubtful = false;
    for (long pause = FIRST_PAUSE_NANOS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
      try {
        T answer = once(request, store);
        if (doubtful && request.isConflict(answer)) {
          // Perhaps because of the attempt that failed: nobody knows whose write is there.
          throw failures.fail(
              Kind.TIMEOUT, "failed at first, so that this change may have happened or not");
        }
        return answer;
      } catch (TryAgainException e) {
        doubtful |= request.isWrite() && e.mayHaveHappened();
        traffic.add(Count.THROTTLED, e.isThrottled() ? 1 : 0);
        rest(pause, endNanos, e, doubtful ? Kind.TIMEOUT : Kind.UNAVAILABLE);
        traffic.add(Count.REPEATED, 1);
      } catch (RuntimeException e) {
        throw doubtful ? inDoubt(e) : e;
      }
    }
  }

  /** Whatever became of the last attempt: an earlier one may have been carried out. */
  private TierException inDoubt(RuntimeException e) {
    TierException failure = e instanceof TierException known ? known : failures.notAnswered(e);
    return failure.kind() == Kind.TIMEOUT
        ? failure
        : new TierException(Kind.TIMEOUT, String.valueOf(failure.getMessage()), failure);
  }

  private <T extends @Nullable Object> T once(Request<T> request, ObjectStore store) {
    traffic.add(request.kind(), 1);
    traffic.add(Count.BYTES_WRITTEN, request.bodyBytes());
    T answer = request.call().apply(store);
    if (answer instanceof StoredObject object) {
      traffic.add(Count.BYTES_READ, object.bytes());
    }
    return answer;
  }

  private void rest(long pauseNanos, long endNanos, TryAgainException e, Kind kind) {
    long pause = ThreadLocalRandom.current().nextLong(pauseNanos / 2, pauseNanos);
    // As much time for the attempt as before it: one that is begun too late is sent in vain.
    if (System.nanoTime() + 2 * pause - endNanos > 0) {
      throw new TierException(
          kind, e.getMessage() + " until the time was over (option timeout)", e);
    }
    try {
      TimeUnit.NANOSECONDS.sleep(pause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new TierException(kind, e.getMessage() + ", and was given up", e);
    }
  }
}
