package io.tiercel.internal.writebehind;

import io.tiercel.internal.stack.Missed;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Empties the lower of two tiers of what was there when the cache was cleared, and of nothing that
 * was brought since.
 */
public final class Sweep<K, V> implements Missed.Repair<K> {
  private final EntryTier<K, V> lower;
  private final Clearings clearings;

  /** Of this tier. */
  public Sweep(EntryTier<K, V> lower, Clearings clearings) {
    this.lower = lower;
    this.clearings = clearings;
  }

  @Override
  public void repair(Collection<K> keys) {
    long cleared = clearings.last();
    keys.forEach(key -> remove(key, lower.getLatest(key), cleared));
  }

  @Override
  public void repairAll() {
    long cleared = clearings.remind();
    lower.scan().forEachRemaining(entry -> remove(entry.getKey(), entry.getValue(), cleared));
    clearings.settle(cleared);
  }

  private void remove(K key, @Nullable Entry<V> below, long cleared) {
    if (below != null && below.version() <= cleared) {
      lower.remove(key, Condition.ifUnchanged(below));
    }
  }
}
