package io.tiercel.tiers.spi;

/** Makes tiers that keep objects. */
public non-sealed interface EntryTierFactory extends TierFactory {

  /**
   * Opens the tier of one cache.
   *
   * @throws IllegalArgumentException when options contradict each other; the message names the
   *     options, their values and the rule
   */
  <K, V> EntryTier<K, V> open(TierContext context, EntryTierSetup<K, V> setup);
}
