package io.tiercel.harness;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The caches of every worker, by their stacks, as system properties configure them. */
final class Stacks {
  /** The cache that is Redis alone. */
  static final String REDIS = "alone";

  /** The cache that has copies in the heap. */
  static final String HEAP_REDIS = "copied";

  /** The cache on a Redis that compares nothing when it writes. */
  static final String BLIND = "blind";

  static final List<String> ALL = List.of(REDIS, HEAP_REDIS, BLIND);

  private Stacks() {}

  /**
   * Caches that are to bear an outage: with copies as anybody has them, and without copies one that
   * never guesses. Clocks can be {@linkplain ShiftClock shifted}.
   */
  static Map<String, String> underFaults(String uri, String mode) {
    Map<String, String> properties = new HashMap<>();
    properties.put(Worker.SHIFTS_CLOCK, "true");
    properties.put("tiercel.caches." + REDIS + ".tiers", "redis");
    properties.put("tiercel.caches." + REDIS + ".on-failure", "fail");
    properties.put("tiercel.caches." + HEAP_REDIS + ".tiers", "heap, redis");
    properties.put("tiercel.tiers.redis.uri", uri);
    properties.put("tiercel.tiers.redis.mode", mode);
    properties.put("tiercel.tiers.redis.timeout", "300ms");
    properties.put("tiercel.tiers.redis.connect-timeout", "10s");
    return properties;
  }

  /** All of them, on one server or cluster. */
  static Map<String, String> on(String uri, String mode) {
    Map<String, String> properties = new HashMap<>();
    // A miss that stands for an outage would be taken for an answer.
    properties.put("tiercel.caches.*.on-failure", "fail");
    properties.put("tiercel.caches." + REDIS + ".tiers", "redis");
    properties.put("tiercel.caches." + HEAP_REDIS + ".tiers", "heap, redis");
    properties.put("tiercel.caches." + BLIND + ".tiers", "blind-redis");
    for (String tier : List.of("redis", "blind-redis")) {
      properties.put("tiercel.tiers." + tier + ".uri", uri);
      properties.put("tiercel.tiers." + tier + ".mode", mode);
      // A busy machine must not spoil a run.
      properties.put("tiercel.tiers." + tier + ".timeout", "20s");
      properties.put("tiercel.tiers." + tier + ".connect-timeout", "60s");
    }
    return properties;
  }
}
