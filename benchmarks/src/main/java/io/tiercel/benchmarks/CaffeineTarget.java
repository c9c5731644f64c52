package io.tiercel.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bounded Caffeine cache used directly: the limit for every JCache on such a heap. It never
 * copies, whatever the spec says, because that is what a user of it would get.
 */
final class CaffeineTarget implements Target {
  private final Cache<String, Object> cache;

  private CaffeineTarget(Cache<String, Object> cache) {
    this.cache = cache;
  }

  static CaffeineTarget open(CacheSpec spec) {
    Caffeine<Object, Object> builder = Caffeine.newBuilder().maximumSize(spec.maxEntries());
    if (spec.statistics()) {
      builder.recordStats();
    }
    switch (spec.life()) {
      case ETERNAL -> {}
      case HOUR_FROM_CREATION -> builder.expireAfterWrite(Duration.ofHours(1));
      case HOUR_FROM_ACCESS -> builder.expireAfterAccess(Duration.ofHours(1));
    }
    return new CaffeineTarget(builder.build());
  }

  @Override
  public @Nullable Object get(String key) {
    return cache.getIfPresent(key);
  }

  @Override
  public Map<String, Object> getAll(Set<String> keys) {
    return cache.getAllPresent(keys);
  }

  @Override
  public void put(String key, Object value) {
    cache.put(key, value);
  }

  @Override
  public boolean putIfAbsent(String key, Object value) {
    return cache.asMap().putIfAbsent(key, value) == null;
  }

  @Override
  public boolean remove(String key) {
    return cache.asMap().remove(key) != null;
  }

  @Override
  public Long increment(String key) {
    return (Long) cache.asMap().compute(key, (k, old) -> old == null ? 1L : (Long) old + 1);
  }

  @Override
  public void close() {
    cache.invalidateAll();
  }
}
