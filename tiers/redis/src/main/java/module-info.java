/** The tier that keeps bytes in Redis and what speaks like it. */
module io.tiercel.tiers.redis {
  requires transitive io.tiercel.tiers.spi;
  requires transitive lettuce.core;
  requires io.netty.buffer;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.transport;
  requires static transitive org.jspecify;

  exports io.tiercel.tiers.redis;

  provides io.tiercel.tiers.spi.TierFactory with
      io.tiercel.tiers.redis.RedisTierFactory;
}
