package io.tiercel.internal.jcache;

import io.tiercel.internal.event.Listeners;
import io.tiercel.internal.stack.Hold;
import io.tiercel.internal.stack.TierStack;
import io.tiercel.internal.stats.Statistics;
import io.tiercel.tiers.spi.DepartureListener;
import io.tiercel.tiers.spi.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells listeners of entries that expired, and counts those that made room for others. */
final class Departures<K, V> implements DepartureListener<K, V> {
  private final Listeners<K, V> listeners;
  private final Statistics statistics;
  private final boolean countsEvictions;

  /** Set once the stack is built; a tier cannot lose entries before. */
  private volatile @Nullable TierStack<K, V> stack;

  /**
   * @param countsEvictions false where what a tier drops to make room is only a copy
   */
  Departures(Listeners<K, V> listeners, Statistics statistics, boolean countsEvictions) {
    this.listeners = listeners;
    this.statistics = statistics;
    this.countsEvictions = countsEvictions;
  }

  void from(TierStack<K, V> built) {
    stack = built;
  }

  @Override
  public void expired(K key, Entry<V> entry) {
    if (!listeners.areNone()) {
      listeners.expired(key, entry.value(), this::lock);
    }
  }

  private Hold lock(K key) {
    TierStack<K, V> built = stack;
    return built == null ? () -> {} : built.lock(List.of(key));
  }

  @Override
  public void evicted(K key, Entry<V> entry) {
    if (countsEvictions) {
      statistics.eviction();
    }
  }
}
