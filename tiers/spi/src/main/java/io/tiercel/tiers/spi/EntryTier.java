package io.tiercel.tiers.spi;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A tier that keeps entries as objects: the heap, or bytes behind a codec.
 *
 * <p>An {@code IF_UNCHANGED} condition carries an entry that this very tier returned.
 */
public interface EntryTier<K, V> extends Tier<K, Entry<V>> {

  /**
   * Reads a key of which the caller has a copy that may be out of date: as {@link #getLatest}, but
   * where what is here has the version of the copy, the value may be that of the copy and need not
   * be read.
   *
   * @param copy a value with its version, and any deadline
   */
  default @Nullable Entry<V> getVerified(K key, Entry<V> copy) {
    return getLatest(key);
  }

  /**
   * Publishes a copy of an entry that a lower tier holds. Nothing happens when the guard says no,
   * or when this tier holds a newer version of the key; a copy of the same version is replaced.
   *
   * @param guard asked within the atomic step that stores the copy where the tier has one, before
   *     and after the write elsewhere: a copy whose guard has turned is not kept
   * @return false when the guard said no; true when the copy or a newer version is held
   */
  boolean publish(K key, Entry<V> copy, BooleanSupplier guard);
}
