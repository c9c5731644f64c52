package io.tiercel.internal.stack;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What should be there for a key now.
 *
 * @param change what to do
 * @param value the value to store, null unless {@code STORE}
 * @param deadlineMillis when the stored value's life ends
 */
public record Decision<V>(Change change, @Nullable V value, long deadlineMillis) {
  /** What to do with the entry of a key. */
  public enum Change {
    /** Leave what is there. */
    KEEP,
    /** Store a value. */
    STORE,
    /** Remove what is there. */
    REMOVE
  }

  private static final Decision<?> KEEP = new Decision<>(Change.KEEP, null, 0);
  private static final Decision<?> REMOVE = new Decision<>(Change.REMOVE, null, 0);

  /** Leave what is there. */
  @SuppressWarnings("unchecked")
  public static <V> Decision<V> keep() {
    return (Decision<V>) KEEP;
  }

  /** Remove what is there. */
  @SuppressWarnings("unchecked")
  public static <V> Decision<V> remove() {
    return (Decision<V>) REMOVE;
  }

  /** Store this value with this deadline. */
  public static <V> Decision<V> store(V value, long deadlineMillis) {
    return new Decision<>(Change.STORE, value, deadlineMillis);
  }

  /** The value of a {@code STORE}. */
  V stored() {
    return Objects.requireNonNull(value, "a value to store");
  }
}
