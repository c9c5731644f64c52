package io.tiercel.benchmarks;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** The measured operations. {@link Row} says with which caches and values they are run. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CacheBenchmark {

  /** A hit. */
  @Benchmark
  public @Nullable Object get(CacheState state, Cursor cursor) {
    return state.cache.get(cursor.key(state));
  }

  /** A miss. */
  @Benchmark
  public @Nullable Object getMiss(CacheState state, Cursor cursor) {
    return state.cache.get(cursor.missingKey(state));
  }

  /** An overwrite with another value. */
  @Benchmark
  public void put(CacheState state, Cursor cursor) {
    state.cache.put(cursor.key(state), cursor.newValue(state));
  }

  /** A refusal, for the key is present. */
  @Benchmark
  public boolean putIfAbsent(CacheState state, Cursor cursor) {
    return state.cache.putIfAbsent(cursor.key(state), cursor.newValue(state));
  }

  /** Nineteen hits, one overwrite. */
  @Benchmark
  public @Nullable Object mixed(CacheState state, Cursor cursor) {
    if (cursor.writesNow()) {
      state.cache.put(cursor.key(state), cursor.newValue(state));
      return null;
    }
    return state.cache.get(cursor.key(state));
  }

  /** An entry processor that adds one. */
  @Benchmark
  public Long invoke(CacheState state, Cursor cursor) {
    return state.cache.increment(cursor.key(state));
  }

  /** A hundred hits in one call. */
  @Benchmark
  public Map<String, Object> getAll(CacheState state, Cursor cursor) {
    return state.cache.getAll(cursor.batch(state));
  }

  /** A new entry and its removal. */
  @Benchmark
  public boolean insertRemove(CacheState state, Cursor cursor) {
    String key = cursor.missingKey(state);
    state.cache.put(key, cursor.newValue(state));
    return state.cache.remove(key);
  }
}
