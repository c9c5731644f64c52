package io.tiercel.internal.writebehind;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Brings changes to the writer. */
public interface Delivery<K, V> {

  /**
   * Tells the writer of changes of different keys.
   *
   * @param changes all to write or all to delete, at least one
   */
  Outcome<K> deliver(List<Change<K, V>> changes);

  /** Where changes are brought, for messages. */
  default String destination() {
    return "the cache writer";
  }

  /** The value of a change, for those who look at what was given up; null where it removes. */
  default @Nullable Object shown(@Nullable V value) {
    return value;
  }

  /**
   * What became of it.
   *
   * @param undone the keys of the changes that the writer did not take
   * @param failure why it did not
   */
  record Outcome<K>(Set<K> undone, @Nullable Throwable failure) {}
}
