package io.tiercel.benchmarks.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import redis.clients.jedis.RedisClient;

/** A Redis that holds the entries of one client, and what is asked of it. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH calls open before anything else
public class RedisState {
  private static final long SEED = 20_240_229;
  private static final int BATCH_ENTRIES = 100;
  private static final int BATCHES = 64;
  private static final int VALUES = 1021;

  @Param public Client client = Client.RAW_LETTUCE;

  @Param("100")
  public int valueBytes = 100;

  @Param("10000")
  public int entries = 10_000;

  Store store;
  String[] keys;
  byte[][] values;
  List<Map<String, byte[]>> batches;

  /** Empties the server, connects, and fills it. */
  @Setup(Level.Trial)
  public void open() {
    try (RedisClient administrator = JedisStore.patient(RedisComparison.uri())) {
      administrator.flushAll();
    }
    SplittableRandom random = new SplittableRandom(SEED);
    keys = new String[entries];
    for (int i = 0; i < entries; i++) {
      keys[i] = "isbn-" + (1_000_000 + i);
    }
    values = new byte[VALUES][valueBytes + client.overheadBytes()];
    for (byte[] value : values) {
      random.nextBytes(value);
    }
    store = client.open(RedisComparison.uri());
    fill();
    drawBatches(random);
  }

  private void fill() {
    for (int from = 0; from < entries; from += BATCH_ENTRIES) {
      Map<String, byte[]> some = new LinkedHashMap<>();
      for (int i = from; i < Math.min(entries, from + BATCH_ENTRIES); i++) {
        some.put(keys[i], values[i % VALUES]);
      }
      store.putAll(some);
    }
  }

  private void drawBatches(SplittableRandom random) {
    batches = new ArrayList<>();
    for (int i = 0; i < BATCHES; i++) {
      Map<String, byte[]> batch = new LinkedHashMap<>();
      while (batch.size() < Math.min(entries, BATCH_ENTRIES)) {
        batch.put(keys[random.nextInt(entries)], values[random.nextInt(VALUES)]);
      }
      batches.add(batch);
    }
  }

  @TearDown(Level.Trial)
  public void close() {
    store.close();
  }
}
