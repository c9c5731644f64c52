package io.tiercel.tiers.redis;

import java.util.Locale;

/** How the servers of a Redis work together. */
public enum RedisMode {
  /** One server, or an address behind which one server at a time takes writes. */
  STANDALONE,
  /** One server at a time takes writes; sentinels know which. */
  SENTINEL,
  /** Several servers take writes, each for its share of the hash slots. */
  CLUSTER;

  /** As options have it: in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
