package io.tiercel.benchmarks.redis;

import java.util.Map;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.ThreadParams;

/** What one thread asks for next. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls start before anything else
public class RedisCursor {
  private SplittableRandom random;
  private String newKeys;
  private long made;

  /** Gives each thread keys and draws of its own. */
  @Setup
  public void start(ThreadParams thread) {
    random = new SplittableRandom(thread.getThreadIndex());
    newKeys = "new-" + thread.getThreadIndex() + "-";
  }

  String key(RedisState state) {
    return state.keys[random.nextInt(state.keys.length)];
  }

  /** A key that nobody stored yet. */
  String newKey() {
    return newKeys + made++;
  }

  byte[] value(RedisState state) {
    return state.values[random.nextInt(state.values.length)];
  }

  Map<String, byte[]> batch(RedisState state) {
    return state.batches.get(random.nextInt(state.batches.size()));
  }
}
