package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.WriteResult;

/**
 * A tier where changes are made, and that has them brought to another one later. What it does not
 * have it looks for there: so reading may fail where writing does not.
 */
public interface AboveAnother<K, V> extends EntryTier<K, V>, MayFail {
  /**
   * Empties this tier at once, and the other one as soon as it answers; nothing that it has until
   * then is seen.
   *
   * @param version what is no newer is cleared
   */
  void clearSoon(long version);

  /** Whether a change of this key need not wait for others to be brought first. */
  boolean hasRoom(Object key);

  /** Stores an entry if this tier has nothing of the key, whatever the other one may have. */
  WriteResult<Entry<V>> addAbove(K key, Entry<V> next);
}
