package io.tiercel.benchmarks.redis;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is measured of a client of Redis. Thread-safe. */
interface Store extends AutoCloseable {

  byte @Nullable [] get(String key);

  /** Reads values and returns how many there were. */
  int getAll(Set<String> keys);

  void put(String key, byte[] value);

  void putAll(Map<String, byte[]> entries);

  boolean putIfAbsent(String key, byte[] value);

  boolean remove(String key);

  /** Reads the value and replaces it, as an entry processor would: again if it has changed. */
  byte @Nullable [] exchange(String key, byte[] next);

  @Override
  void close();
}
