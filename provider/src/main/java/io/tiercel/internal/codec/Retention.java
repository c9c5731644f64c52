package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.Entry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a tier keeps bytes, beside what the deadline of their entry says.
 *
 * @param maxLife how long an entry lives there at most, whatever its own deadline, or null for no
 *     bound: the deadline that is written is the earlier one, so that it holds after a restart,
 *     too, and in copies made of it. The bytes are kept, as what they are may still be the latest
 * @param beyondDeadline how long the bytes of an entry are kept after its own deadline
 */
public record Retention(@Nullable Duration maxLife, Duration beyondDeadline) {
  /** As deadlines say. */
  public static final Retention PLAIN = new Retention(null, Duration.ZERO);

  /** The deadline to write into the entry. */
  long deadlineMillis(Entry<?> entry, long nowMillis) {
    long deadline = entry.deadlineMillis();
    return maxLife == null ? deadline : Math.min(deadline, nowMillis + maxLife.toMillis());
  }

  /** When the tier may drop an entry. */
  long keptUntilMillis(Entry<?> entry) {
    long deadlineMillis = entry.deadlineMillis();
    long end = deadlineMillis + (entry.isTombstone() ? 0 : beyondDeadline.toMillis());
    return end < deadlineMillis ? Entry.NEVER : end;
  }
}
