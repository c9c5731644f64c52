package io.tiercel.benchmarks;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cache under measurement. A measured JVM loads one implementation only, so that the calls
 * through this interface are inlined.
 */
interface Target extends AutoCloseable {

  @Nullable Object get(String key);

  Map<String, Object> getAll(Set<String> keys);

  void put(String key, Object value);

  boolean putIfAbsent(String key, Object value);

  boolean remove(String key);

  /** Adds one to the {@link Long} under the key, atomically, and returns the sum. */
  Long increment(String key);

  @Override
  void close();
}
