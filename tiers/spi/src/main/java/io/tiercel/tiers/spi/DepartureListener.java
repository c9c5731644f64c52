package io.tiercel.tiers.spi;

/**
 * Hears of entries that left a tier without being removed by anyone. Called once for each, possibly
 * within the tier's atomic step: it must be quick, must not throw and must not call the tier.
 */
public interface DepartureListener<K, V> {
  /** The entry left because its deadline has passed. */
  void expired(K key, Entry<V> entry);

  /** The entry left to make room. */
  void evicted(K key, Entry<V> entry);
}
