package io.tiercel.tiers.redis;

import io.lettuce.core.ReadFrom;
import java.util.Locale;

/** Which server answers reads that decide nothing; the names are those of Lettuce. */
@SuppressWarnings("ImmutableEnumChecker") // a ReadFrom of Lettuce never changes
public enum RedisReadFrom {
  /** The one that takes the writes. */
  MASTER(ReadFrom.MASTER),
  /** A replica, and nobody else. */
  REPLICA(ReadFrom.REPLICA),
  /** A replica, or the master where none can be reached. */
  REPLICA_PREFERRED(ReadFrom.REPLICA_PREFERRED),
  /** Whoever answers fastest. */
  NEAREST(ReadFrom.LOWEST_LATENCY);

  private final ReadFrom setting;

  RedisReadFrom(ReadFrom setting) {
    this.setting = setting;
  }

  ReadFrom setting() {
    return setting;
  }

  /** As options have it: in lower case with dashes. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
