package io.tiercel.tiers.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import java.net.SocketAddress;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Counts how often each connection has been made anew: a cursor of a walk means nothing after that,
 * as another server may have answered. Thread-safe.
 */
final class Reconnects implements RedisConnectionStateListener {
  private final Map<Object, Integer> connects = Collections.synchronizedMap(new WeakHashMap<>());

  @Override
  public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
    connects.merge(connection, 1, Integer::sum);
  }

  int of(Shard shard) {
    return connects.getOrDefault(shard.connection(), 0);
  }
}
