package io.tiercel.tiers.spi;

import org.jspecify.annotations.Nullable;

/**
 * A value with the version of its key and the one deadline of its life.
 *
 * <p>Immutable apart from what the value itself allows. Compared by identity: an entry read from a
 * tier is the token with which a conditional write names what it saw.
 */
public class Entry<V> {
  /** The deadline of an entry that does not expire. */
  public static final long NEVER = Long.MAX_VALUE;

  private final @Nullable V value;
  private final long version;
  private final long deadlineMillis;

  /**
   * @param value the value; null makes a tombstone, the trace of a removed key
   * @param version grows with every change of the key
   * @param deadlineMillis when the life ends, in milliseconds since the epoch, or {@link #NEVER}
   */
  public Entry(@Nullable V value, long version, long deadlineMillis) {
    this.value = value;
    this.version = version;
    this.deadlineMillis = deadlineMillis;
  }

  /** The value; never asked of a tombstone. */
  public final V value() {
    V v = value;
    if (v == null) {
      throw new IllegalStateException("a tombstone has no value");
    }
    return v;
  }

  /** Whether this is the trace of a removed key rather than a value. */
  public final boolean isTombstone() {
    return value == null;
  }

  /** The version of the key at this entry's writing. */
  public final long version() {
    return version;
  }

  /** When the life of this entry ends, in milliseconds since the epoch, or {@link #NEVER}. */
  public final long deadlineMillis() {
    return deadlineMillis;
  }

  /** Whether a clock that shows {@code nowMillis} has reached the deadline. */
  public final boolean isExpired(long nowMillis) {
    return nowMillis >= deadlineMillis;
  }
}
