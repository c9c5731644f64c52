package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.WriteResult;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tier that holds the truth of a cache: every atomic decision is taken here.
 *
 * <p>Where loads may be under way in other processes a removed key leaves a tombstone, so that a
 * load begun before the removal finds that something happened.
 */
final class Authority<K, V> {
  final EntryTier<K, V> tier;
  private final boolean leavesTombstones;
  private final Tombstones tombstones;

  Authority(EntryTier<K, V> tier, boolean leavesTombstones, Tombstones tombstones) {
    this.tier = tier;
    this.leavesTombstones = leavesTombstones;
    this.tombstones = tombstones;
  }

  @Nullable Entry<V> read(K key) {
    return tier.get(key);
  }

  Map<K, Entry<V>> readAll(Collection<? extends K> keys) {
    return tier.getAll(keys);
  }

  WriteResult<Entry<V>> store(K key, @Nullable Entry<V> seen, Entry<V> next) {
    return tier.write(key, next, seen == null ? Condition.ifAbsent() : Condition.ifUnchanged(seen));
  }

  WriteResult<Entry<V>> remove(K key, Entry<V> seen, long version) {
    if (leavesTombstones) {
      return store(key, seen, tombstones.at(version));
    }
    return tier.remove(key, Condition.ifUnchanged(seen))
        ? WriteResult.committed()
        : WriteResult.conflict();
  }
}
