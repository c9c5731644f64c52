package io.tiercel.benchmarks.redis;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/**
 * The measured operations. {@link RedisRow} says with which values and threads they are run, and
 * how often: every client does the same work, however little of the machine it gets meanwhile.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RedisBenchmark {

  /** A hit. */
  @Benchmark
  public byte @Nullable [] get(RedisState state, RedisCursor cursor) {
    return state.store.get(cursor.key(state));
  }

  /** A miss. */
  @Benchmark
  public byte @Nullable [] getMiss(RedisState state, RedisCursor cursor) {
    return state.store.get(cursor.newKey());
  }

  /** An overwrite. */
  @Benchmark
  public void put(RedisState state, RedisCursor cursor) {
    state.store.put(cursor.key(state), cursor.value(state));
  }

  /** A refusal, for the key is present. */
  @Benchmark
  public boolean putIfAbsent(RedisState state, RedisCursor cursor) {
    return state.store.putIfAbsent(cursor.key(state), cursor.value(state));
  }

  /** A new entry by putIfAbsent, and its removal. */
  @Benchmark
  public boolean insertRemove(RedisState state, RedisCursor cursor) {
    String key = cursor.newKey();
    return state.store.putIfAbsent(key, cursor.value(state)) && state.store.remove(key);
  }

  /** An entry processor that looks at the value and replaces it. */
  @Benchmark
  public byte @Nullable [] invoke(RedisState state, RedisCursor cursor) {
    return state.store.exchange(cursor.key(state), cursor.value(state));
  }

  /** A hundred hits in one call. */
  @Benchmark
  public int getAll(RedisState state, RedisCursor cursor) {
    return state.store.getAll(cursor.batch(state).keySet());
  }

  /** A hundred overwrites in one call. */
  @Benchmark
  public void putAll(RedisState state, RedisCursor cursor) {
    state.store.putAll(cursor.batch(state));
  }
}
