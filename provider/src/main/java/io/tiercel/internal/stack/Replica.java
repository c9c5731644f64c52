package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.TierException;
import org.jspecify.annotations.Nullable;

/**
 * A tier beside the authority, which others can do without: what it fails to find is looked for
 * elsewhere, and a change that it has missed is remembered.
 */
final class Replica<K, V> {
  /**
   * Stands for what a tier may hold that cannot be asked: nothing is newer, so nothing is filled.
   */
  private static final Entry<?> UNKNOWN = new Entry<>(null, Long.MAX_VALUE, Entry.NEVER);

  final EntryTier<K, V> tier;
  private final boolean shared;
  private final boolean degrades;
  private final @Nullable Missed<K> missed;

  /**
   * @param degrades whether operations go on when the tier fails
   * @param missed null where the tier does no I/O
   */
  Replica(EntryTier<K, V> tier, boolean degrades, @Nullable Missed<K> missed) {
    this.tier = tier;
    this.shared = tier.capabilities().shared();
    this.degrades = degrades;
    this.missed = missed;
  }

  boolean isShared() {
    return shared;
  }

  /** What is here of a key: what is {@linkplain #isUnknown unknown} is never live. */
  @Nullable Entry<V> find(K key) {
    return find(key, null);
  }

  /**
   * As {@link #find}.
   *
   * @param unverified a copy of a higher tier, which is returned where it is found to be current
   */
  @Nullable Entry<V> find(K key, @Nullable Entry<V> unverified) {
    if (missed == null) {
      return tier.get(key);
    }
    if (missed.concerns(key)) {
      return unknown();
    }
    try {
      return unverified == null ? tier.get(key) : tier.getVerified(key, unverified);
    } catch (TierException e) {
      return orThrow(e);
    }
  }

  /** Whether what was found here may be out of date, as it is older than the last doubt. */
  boolean isUnverified(Entry<V> found) {
    return tier.isUnverified(found);
  }

  private Entry<V> orThrow(TierException e) {
    if (!degrades) {
      throw e;
    }
    return unknown();
  }

  @SuppressWarnings("unchecked") // it has no value
  private static <V> Entry<V> unknown() {
    return (Entry<V>) UNKNOWN;
  }

  static boolean isUnknown(@Nullable Entry<?> found) {
    return found == UNKNOWN;
  }

  /** Tries to keep a copy; none is missed. */
  void fill(Runnable filling) {
    try {
      filling.run();
    } catch (TierException e) {
      if (!Replicas.isUnfit(e)) {
        orThrow(e);
      }
    }
  }

  /** Brings a change; when it does not arrive, or the tier cannot hold it, the key is owed. */
  void change(K key, Runnable change) {
    try {
      change.run();
    } catch (IllegalArgumentException | TierException e) {
      if (Replicas.isUnfit(e)) {
        forget(key);
      } else if (e instanceof TierException failure) {
        missed(key, failure);
      }
    }
  }

  private void missed(K key, TierException failure) {
    if (missed != null) {
      missed.add(key);
    }
    orThrow(failure);
  }

  void forget(K key) {
    change(key, () -> tier.remove(key, Condition.always()));
  }

  /** Brings a change that may concern any key. */
  void changeAll(Runnable change) {
    try {
      change.run();
    } catch (TierException e) {
      if (missed != null) {
        missed.addAll();
      }
      orThrow(e);
    }
  }

  void repairBy(Missed.Repair<K> repair) {
    if (missed != null) {
      missed.repairBy(repair);
    }
  }

  Repairs repairs() {
    return missed == null ? Repairs.NONE : missed.repairs();
  }

  void endRepairs() {
    if (missed != null) {
      missed.close();
    }
  }
}
