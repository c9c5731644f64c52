package io.tiercel.benchmarks.disk;

import org.jspecify.annotations.Nullable;

/** Bytes under names in a directory: what is compared. */
interface DiskStore extends AutoCloseable {
  byte @Nullable [] get(String name);

  void put(String name, byte[] value);

  @Override
  void close();
}
