package io.tiercel.benchmarks;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.Configuration;
import javax.cache.processor.EntryProcessor;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/** A cache of any JCache provider. */
final class JCacheTarget implements Target {
  private static final EntryProcessor<String, Object, Long> INCREMENT =
      (entry, arguments) -> {
        Long sum = entry.exists() ? (Long) entry.getValue() + 1 : 1L;
        entry.setValue(sum);
        return sum;
      };

  private final CachingProvider provider;
  private final Cache<String, Object> cache;

  private JCacheTarget(CachingProvider provider, Cache<String, Object> cache) {
    this.provider = provider;
    this.cache = cache;
  }

  /** Creates the cache with a configuration that already says everything, the bound included. */
  static JCacheTarget open(String providerClass, Configuration<String, Object> configuration) {
    return open(providerClass, new Properties(), configuration);
  }

  /** Creates the cache in a manager with properties of its own. */
  static JCacheTarget open(
      String providerClass, Properties properties, Configuration<String, Object> configuration) {
    CachingProvider provider = Caching.getCachingProvider(providerClass);
    CacheManager manager =
        provider.getCacheManager(
            provider.getDefaultURI(), provider.getDefaultClassLoader(), properties);
    return new JCacheTarget(provider, manager.createCache(CacheSpec.NAME, configuration));
  }

  /** For what a provider can only be told after the cache was made. */
  CacheManager manager() {
    return cache.getCacheManager();
  }

  @Override
  public @Nullable Object get(String key) {
    return cache.get(key);
  }

  @Override
  public Map<String, Object> getAll(Set<String> keys) {
    return cache.getAll(keys);
  }

  @Override
  public void put(String key, Object value) {
    cache.put(key, value);
  }

  @Override
  public boolean putIfAbsent(String key, Object value) {
    return cache.putIfAbsent(key, value);
  }

  @Override
  public boolean remove(String key) {
    return cache.remove(key);
  }

  @Override
  public Long increment(String key) {
    return cache.invoke(key, INCREMENT);
  }

  @Override
  public void close() {
    provider.close();
  }
}
