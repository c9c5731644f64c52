package io.tiercel.tiers.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.tiercel.tiers.spi.ByteEntry;

/**
 * One server that takes writes.
 *
 * @param id names it for as long as it lives
 * @param connection leads to it
 * @param slots the hash slots it holds, and those on their way to or from it; empty where there is
 *     only one server
 */
record Shard(String id, StatefulRedisConnection<byte[], ByteEntry> connection, String slots) {

  /** Whether slots are on their way here, so that keys turn up that were elsewhere before. */
  boolean isReceiving() {
    return slots.contains("-<-");
  }
}
