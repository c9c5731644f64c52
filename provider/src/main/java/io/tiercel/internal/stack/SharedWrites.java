package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.WriteResult;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a shared replica is written, which other processes write too: never by an older version than
 * it holds, and what is removed leaves a tombstone.
 */
final class SharedWrites<K, V> {
  private final Authority<K, V> authority;
  private final Tombstones tombstones;
  private final Versions versions;

  SharedWrites(Authority<K, V> authority, Tombstones tombstones, Versions versions) {
    this.authority = authority;
    this.tombstones = tombstones;
    this.versions = versions;
  }

  /**
   * Back-fills what a lower tier has.
   *
   * @param before what was here before the lower tier was asked
   */
  void fill(EntryTier<K, V> tier, K key, @Nullable Entry<V> before, Entry<V> entry) {
    if (before == null) {
      tier.write(key, entry, Condition.ifAbsent());
    } else if (before.version() < entry.version()) {
      tier.write(key, entry, Condition.ifUnchanged(before));
    }
  }

  /**
   * Brings what the authority has committed.
   *
   * @param next null when the key was removed
   */
  void replaceOlder(EntryTier<K, V> tier, K key, @Nullable Entry<V> next, long version) {
    replaceOlder(tier, key, next == null ? tombstones.at(version) : next);
  }

  /** Removes what was at the authority when it was emptied, and all else that is here. */
  void removeAll(EntryTier<K, V> tier, Set<K> cleared, long version) {
    cleared.forEach(key -> replaceOlder(tier, key, tombstones.at(version)));
    for (Iterator<Map.Entry<K, Entry<V>>> left = tier.scan(); left.hasNext(); ) {
      Map.Entry<K, Entry<V>> entry = left.next();
      if (!entry.getValue().isTombstone()) {
        replaceOlder(tier, entry.getKey(), tombstones.at(version));
      }
    }
  }

  /** Brings a tier that has missed changes what the authority has now. */
  Missed.Repair<K> repair(EntryTier<K, V> tier) {
    return new Missed.Repair<>() {
      @Override
      public void repair(Collection<K> keys) {
        keys.forEach(key -> repairOne(tier, key));
      }

      @Override
      public void repairAll() {
        removeAll(tier, Set.of(), versions.after(0));
      }
    };
  }

  private void repairOne(EntryTier<K, V> tier, K key) {
    Entry<V> truth = authority.read(key);
    boolean isThere = truth != null && !truth.isTombstone();
    long version = versions.after(0);
    try {
      replaceOlder(tier, key, isThere ? truth : null, version);
    } catch (IllegalArgumentException | TierException e) {
      if (!Replicas.isUnfit(e)) {
        throw e;
      }
      replaceOlder(tier, key, null, version);
    }
  }

  /** A newer copy stays, unless the authority, which has lost it meanwhile, says otherwise. */
  private void replaceOlder(EntryTier<K, V> tier, K key, Entry<V> next) {
    Entry<V> held = tier.getLatest(key);
    while (held == null || held.version() < next.version() || isTruth(key, next)) {
      WriteResult<Entry<V>> result =
          tier.write(key, next, held == null ? Condition.ifAbsent() : Condition.ifUnchanged(held));
      if (result.isCommitted()) {
        return;
      }
      held = result.current() != null ? result.current() : tier.getLatest(key);
    }
  }

  private boolean isTruth(K key, Entry<V> next) {
    Entry<V> truth = authority.read(key);
    if (truth == null || truth.isTombstone()) {
      return next.isTombstone();
    }
    return truth.version() == next.version();
  }
}
