package io.tiercel.benchmarks.disk;

import java.nio.file.Path;
import org.ehcache.Cache;
import org.ehcache.PersistentCacheManager;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.MemoryUnit;
import org.jspecify.annotations.Nullable;

/** Ehcache's disk tier below a heap of ten entries, which it insists on. */
final class EhcacheStore implements DiskStore {
  private final PersistentCacheManager manager;
  private final Cache<String, byte[]> cache;

  EhcacheStore(Path directory) {
    manager =
        CacheManagerBuilder.newCacheManagerBuilder()
            .with(CacheManagerBuilder.persistence(directory.toFile()))
            .withCache(
                "bytes",
                CacheConfigurationBuilder.newCacheConfigurationBuilder(
                    String.class,
                    byte[].class,
                    ResourcePoolsBuilder.heap(10).disk(2, MemoryUnit.GB, true)))
            .build(true);
    cache = manager.getCache("bytes", String.class, byte[].class);
  }

  @Override
  public byte @Nullable [] get(String name) {
    return cache.get(name);
  }

  @Override
  public void put(String name, byte[] value) {
    cache.put(name, value);
  }

  @Override
  public void close() {
    manager.close();
  }
}
