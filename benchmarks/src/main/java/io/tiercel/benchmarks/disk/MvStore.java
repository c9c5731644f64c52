package io.tiercel.benchmarks.disk;

import java.nio.file.Path;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/** H2's MVStore with 64 MB of cache. */
final class MvStore implements DiskStore {
  private final MVStore store;
  private final MVMap<String, byte[]> map;

  MvStore(Path directory) {
    store =
        new MVStore.Builder()
            .fileName(directory.resolve("bytes.mv").toString())
            .cacheSize(64)
            .open();
    map = store.openMap("bytes");
  }

  @Override
  public byte @Nullable [] get(String name) {
    return map.get(name);
  }

  @Override
  public void put(String name, byte[] value) {
    map.put(name, value);
  }

  @Override
  public void close() {
    store.close();
  }
}
