package io.tiercel.tiers.heap;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Weigher;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;

/** The one bound of a heap tier. */
final class Bound {
  private static final int TOMBSTONE_WEIGHT = 1;

  private Bound() {}

  static <K, V> Caffeine<K, Entry<V>> of(HeapOptions options) {
    Long maxWeight = options.maxWeight();
    EntryWeigher<?, ?> weigher = options.weigher();
    if (maxWeight != null && weigher != null) {
      return weighed(maxWeight, byWeigher(weigher));
    }
    Long maxBytes = options.maxBytes();
    if (maxBytes != null) {
      return weighed(maxBytes, Bound::bytes);
    }
    return Bound.<K, V>fresh().maximumSize(options.maxEntries());
  }

  private static <K, V> Caffeine<K, Entry<V>> weighed(long max, Weigher<K, Entry<V>> weigher) {
    return Bound.<K, V>fresh().maximumWeight(max).weigher(weigher);
  }

  @SuppressWarnings("unchecked") // the builder has no types of its own until it is given some
  private static <K, V> Caffeine<K, Entry<V>> fresh() {
    return (Caffeine<K, Entry<V>>) (Caffeine<?, ?>) Caffeine.newBuilder();
  }

  private static <K, V> int bytes(K key, Entry<V> entry) {
    Object value = entry.isTombstone() ? null : entry.value();
    return (int) Math.min(Integer.MAX_VALUE, ObjectSize.ofEntry(key, value));
  }

  @SuppressWarnings(
      "unchecked") // the configuration vouches for the types, as with any JCache class
  private static <K, V> Weigher<K, Entry<V>> byWeigher(EntryWeigher<?, ?> given) {
    EntryWeigher<K, V> weigher = (EntryWeigher<K, V>) given;
    return (key, entry) ->
        entry.isTombstone()
            ? TOMBSTONE_WEIGHT
            : checked(weigher.weigh(key, entry.value()), weigher);
  }

  private static int checked(int weight, EntryWeigher<?, ?> weigher) {
    if (weight < 0) {
      throw new TierException(
          TierException.Kind.MISCONFIGURED,
          "a weight must be >= 0 but " + weigher.getClass().getName() + " says " + weight);
    }
    return weight;
  }
}
