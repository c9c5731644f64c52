package io.tiercel.internal.stack;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreaker.State;
import dev.failsafe.event.CircuitBreakerStateChangedEvent;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a tier is asked at all, and says of each failure which cache, tier and operation
 * it befell.
 *
 * <p>A tier that fails to answer {@value #FAILURES} of {@value #WINDOW} times is not asked for
 * {@link #PAUSE}; then one operation finds out whether it answers again, while the others are still
 * refused. A tier that answers, if only to refuse, has not failed in this sense. Thread-safe.
 */
final class Guard {
  static final int FAILURES = 5;
  static final int WINDOW = 20;
  static final Duration PAUSE = Duration.ofMillis(500);

  private static final Logger LOG = System.getLogger(Guard.class.getName());

  private final String cacheName;
  private final String tierName;
  private final int maxInFlight;
  private final Semaphore room;
  private final CircuitBreaker<Object> breaker;
  private final LongAdder failures = new LongAdder();
  private final LongAdder refusals = new LongAdder();
  private volatile String lastFailure = "";

  Guard(String cacheName, String tierName, int maxInFlight) {
    this.cacheName = cacheName;
    this.tierName = tierName;
    this.maxInFlight = maxInFlight;
    this.room = new Semaphore(maxInFlight);
    this.breaker =
        CircuitBreaker.builder()
            .withFailureThreshold(FAILURES, WINDOW)
            .withSuccessThreshold(1)
            .withDelay(PAUSE)
            .onOpen(this::logOpen)
            .onClose(event -> logClosed())
            .build();
  }

  /** How many operations have failed. */
  long failures() {
    return failures.sum();
  }

  /** How many operations the tier was not asked for. */
  long refusals() {
    return refusals.sum();
  }

  /** Whether the tier is asked as usual. */
  boolean isClosed() {
    return breaker.isClosed();
  }

  /** Tells the tier something whatever is known of it. */
  void tell(String operation, Runnable work) {
    try {
      work.run();
    } catch (TierException e) {
      throw failed(operation, e.kind(), e);
    } catch (RuntimeException e) {
      throw failed(operation, Kind.REJECTED, e);
    }
  }

  /** Asks the tier, unless it has just failed too often or too many wait for it already. */
  <T extends @Nullable Object> T call(String operation, Supplier<T> work) {
    if (!room.tryAcquire()) {
      throw refused(
          Kind.REJECTED,
          operation,
          maxInFlight + " operations are under way already (option max-in-flight)");
    }
    try {
      if (!breaker.tryAcquirePermit()) {
        throw refused(
            Kind.UNAVAILABLE,
            operation,
            "it is asked again " + PAUSE.toMillis() + " ms after its last failure: " + lastFailure);
      }
      return asked(operation, work);
    } finally {
      room.release();
    }
  }

  private TierException refused(Kind kind, String operation, String why) {
    refusals.increment();
    return new TierException(kind, name() + ": " + operation + " was not tried: " + why);
  }

  private <T extends @Nullable Object> T asked(String operation, Supplier<T> work) {
    try {
      T answer = work.get();
      breaker.recordSuccess();
      return answer;
    } catch (IllegalArgumentException | NoSuchElementException e) {
      recordNothing();
      throw e;
    } catch (TierException e) {
      record(e);
      throw failed(operation, e.kind(), e);
    } catch (RuntimeException e) {
      breaker.recordSuccess();
      throw failed(operation, Kind.REJECTED, e);
    } catch (Error e) {
      recordNothing();
      throw e;
    }
  }

  /** What the caller is to blame for says nothing of the tier, but ends a trial all the same. */
  private void recordNothing() {
    if (breaker.isHalfOpen()) {
      breaker.recordFailure();
    }
  }

  private void record(TierException e) {
    if (Thread.currentThread().isInterrupted()) {
      recordNothing();
    } else if (e.kind() == Kind.UNAVAILABLE || e.kind() == Kind.TIMEOUT) {
      lastFailure = String.valueOf(e.getMessage());
      breaker.recordFailure();
    } else {
      breaker.recordSuccess();
    }
  }

  private TierException failed(String operation, Kind kind, RuntimeException e) {
    failures.increment();
    return new TierException(kind, name() + ": " + operation + " failed: " + e.getMessage(), e);
  }

  private String name() {
    return "cache \"" + cacheName + "\", tier " + tierName;
  }

  private void logOpen(CircuitBreakerStateChangedEvent event) {
    if (event.getPreviousState() == State.CLOSED) {
      LOG.log(
          Level.WARNING,
          () ->
              "cache="
                  + cacheName
                  + " tier="
                  + tierName
                  + " does not answer and is asked only now and then until it does: "
                  + lastFailure);
    }
  }

  private void logClosed() {
    LOG.log(Level.INFO, () -> "cache=" + cacheName + " tier=" + tierName + " answers again");
  }
}
