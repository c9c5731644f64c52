package io.tiercel.tiers.spi;

/** Makes tiers that keep bytes. */
public non-sealed interface ByteTierFactory extends TierFactory {

  /**
   * Opens the tier of one cache. Does no I/O: the first operation connects.
   *
   * @throws IllegalArgumentException when options contradict each other; the message names the
   *     options, their values and the rule
   */
  ByteTier open(TierContext context);
}
