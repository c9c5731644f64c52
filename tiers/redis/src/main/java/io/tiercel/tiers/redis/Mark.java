package io.tiercel.tiers.redis;

/**
 * Under which number a script publishes what it does.
 *
 * @param channel where; empty where nothing is published
 * @param text the origin and the number, as in {@link BusMessage}
 */
record Mark(String channel, String text) {
  /** Nothing is published. */
  static final Mark NONE = new Mark("", "");

  static Mark of(BusMessage change) {
    return new Mark(Bus.CHANNEL, change.origin() + " " + change.number());
  }
}
