package io.tiercel.benchmarks.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/** Jedis used directly: a pool with a connection for each thread. */
final class JedisStore implements Store {
  private static final int CONNECTIONS = 64;
  private static final int PATIENCE_MILLIS = 60_000;

  private final RedisClient client;
  private final byte[] replace;

  JedisStore(String uri) {
    client = patient(uri);
    replace = client.scriptLoad(RawKeys.REPLACE).getBytes(US_ASCII);
  }

  /** For machines that have much else to do. */
  static RedisClient patient(String uri) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(CONNECTIONS);
    pool.setMaxIdle(CONNECTIONS);
    URI address = URI.create(uri);
    return RedisClient.builder()
        .hostAndPort(address.getHost(), address.getPort())
        .poolConfig(pool)
        .clientConfig(DefaultJedisClientConfig.builder().timeoutMillis(PATIENCE_MILLIS).build())
        .build();
  }

  @Override
  public byte @Nullable [] get(String key) {
    return client.get(RawKeys.key(key));
  }

  @Override
  public int getAll(Set<String> keys) {
    byte[][] raw = keys.stream().map(RawKeys::key).toArray(byte[][]::new);
    return (int) client.mget(raw).stream().filter(Objects::nonNull).count();
  }

  @Override
  public void put(String key, byte[] value) {
    client.set(RawKeys.key(key), value);
  }

  @Override
  public void putAll(Map<String, byte[]> entries) {
    try (Pipeline pipeline = client.pipelined()) {
      entries.forEach((key, value) -> pipeline.set(RawKeys.key(key), value));
      pipeline.sync();
    }
  }

  @Override
  public boolean putIfAbsent(String key, byte[] value) {
    return client.set(RawKeys.key(key), value, SetParams.setParams().nx()) != null;
  }

  @Override
  public boolean remove(String key) {
    return client.unlink(RawKeys.key(key)) > 0;
  }

  @Override
  public byte @Nullable [] exchange(String key, byte[] next) {
    byte[] raw = RawKeys.key(key);
    while (true) {
      byte[] seen = client.get(raw);
      byte[] token = Arrays.copyOf(seen, RawKeys.TOKEN_BYTES);
      if (client.evalsha(replace, List.of(raw), List.of(token, next)).equals(1L)) {
        return seen;
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
