package io.tiercel.internal.expiry;

import io.tiercel.tiers.spi.Entry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the cache's expiry policy says into deadlines.
 *
 * <p>Each question is asked only when its answer is used (JSR-107 section 5, table of expiry
 * calls). Where the policy fails or says nothing a new entry is eternal and another keeps its
 * deadline. Thread-safe.
 */
public final class Deadlines {
  /** The deadline of an entry whose life is over before it began. */
  public static final long AT_ONCE = Long.MIN_VALUE;

  private static final Logger LOG = System.getLogger(Deadlines.class.getName());

  private final String cacheName;
  private final ExpiryPolicy policy;
  private final InstantSource clock;
  private final long jitterPercent;
  private final boolean uniform;
  private final boolean asksOnAccess;
  private final LongAdder failures = new LongAdder();

  public Deadlines(String cacheName, ExpiryPolicy policy, InstantSource clock) {
    this(cacheName, policy, clock, 0);
  }

  /**
   * @param jitterPercent by how much of a life an entry may end early, by chance, so that entries
   *     made together do not end together
   */
  public Deadlines(String cacheName, ExpiryPolicy policy, InstantSource clock, long jitterPercent) {
    this.jitterPercent = jitterPercent;
    this.cacheName = cacheName;
    this.policy = policy;
    this.clock = clock;
    Class<?> type = policy.getClass();
    this.uniform =
        type == EternalExpiryPolicy.class
            || type == ModifiedExpiryPolicy.class
            || type == TouchedExpiryPolicy.class;
    this.asksOnAccess =
        !(type == EternalExpiryPolicy.class
            || type == ModifiedExpiryPolicy.class
            || type == CreatedExpiryPolicy.class);
  }

  /** Whether no entry ever gets a deadline. */
  public boolean areNever() {
    return policy.getClass() == EternalExpiryPolicy.class;
  }

  /** Whether creation and update are given the same deadline, so that a put need not know which. */
  public boolean areUniform() {
    return uniform;
  }

  /** Whether the policy is one of JSR-107's own, so that nobody notices what it is asked. */
  public boolean areStandard() {
    return uniform || !asksOnAccess || policy.getClass() == AccessedExpiryPolicy.class;
  }

  /** Whether a read may move the deadline. */
  public boolean moveOnAccess() {
    return asksOnAccess;
  }

  /** How often the policy failed. */
  public long failures() {
    return failures.sum();
  }

  /**
   * Asks the policy.
   *
   * @param current the deadline so far, for questions about an entry that exists
   * @return milliseconds since the epoch, {@link Entry#NEVER}, or {@link #AT_ONCE}
   */
  public long ask(Question question, long current) {
    if (question == Question.NONE) {
      return current;
    }
    Duration duration = question(question);
    if (duration == null) {
      return question == Question.CREATION ? Entry.NEVER : current;
    }
    return after(duration);
  }

  private @Nullable Duration question(Question question) {
    try {
      return switch (question) {
        case CREATION -> policy.getExpiryForCreation();
        case UPDATE -> policy.getExpiryForUpdate();
        case ACCESS -> policy.getExpiryForAccess();
        case NONE -> null;
      };
    } catch (RuntimeException e) {
      failures.increment();
      LOG.log(
          failures.sum() == 1 ? Level.WARNING : Level.DEBUG,
          () ->
              "cache="
                  + cacheName
                  + " expiry policy "
                  + policy.getClass().getName()
                  + " failed; new entries are kept for ever, others keep their deadline",
          e);
      return null;
    }
  }

  private long after(Duration duration) {
    if (duration.isEternal()) {
      return Entry.NEVER;
    }
    if (duration.isZero()) {
      return AT_ONCE;
    }
    TimeUnit unit = duration.getTimeUnit();
    long deadline = clock.millis() + shortened(unit.toMillis(duration.getDurationAmount()));
    return deadline < 0 ? Entry.NEVER : deadline;
  }

  private long shortened(long lifeMillis) {
    long most = (long) (lifeMillis * (jitterPercent / 100.0));
    return most == 0 ? lifeMillis : lifeMillis - ThreadLocalRandom.current().nextLong(most + 1);
  }
}
