package io.tiercel.benchmarks.redis;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.processor.EntryProcessor;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.codec.CompositeCodec;
import org.redisson.config.Config;
import org.redisson.jcache.configuration.RedissonConfiguration;

/** A cache of a JCache provider. */
final class JCacheStore implements Store {
  static final String NAME = "books";

  private static final EntryProcessor<String, byte[], byte[]> REPLACE =
      (entry, arguments) -> {
        byte[] seen = entry.getValue();
        entry.setValue((byte[]) arguments[0]);
        return seen;
      };

  private final CachingProvider provider;
  private final Cache<String, byte[]> cache;

  private JCacheStore(CachingProvider provider, Cache<String, byte[]> cache) {
    this.provider = provider;
    this.cache = cache;
  }

  /** Tiercel with nothing but Redis. */
  static JCacheStore tiercel(String uri) {
    Properties properties = new Properties();
    properties.setProperty("caches.*.tiers", "redis");
    properties.setProperty("caches.*.redis.uri", uri);
    // as patient as the others, for machines that have much else to do
    properties.setProperty("caches.*.redis.connect-timeout", "1m");
    properties.setProperty("caches.*.redis.timeout", "1m");
    CachingProvider provider = Caching.getCachingProvider("io.tiercel.TiercelCachingProvider");
    CacheManager manager =
        provider.getCacheManager(
            provider.getDefaultURI(), provider.getDefaultClassLoader(), properties);
    return new JCacheStore(provider, manager.createCache(NAME, types()));
  }

  /** Redisson with its cheapest codecs for these types. */
  static JCacheStore redisson(String uri) {
    Config config = new Config();
    config.setCodec(new CompositeCodec(StringCodec.INSTANCE, ByteArrayCodec.INSTANCE));
    config.useSingleServer().setAddress(uri);
    CachingProvider provider = Caching.getCachingProvider("org.redisson.jcache.JCachingProvider");
    return new JCacheStore(
        provider,
        provider
            .getCacheManager()
            .createCache(NAME, RedissonConfiguration.fromConfig(config, types())));
  }

  private static MutableConfiguration<String, byte[]> types() {
    return new MutableConfiguration<String, byte[]>().setTypes(String.class, byte[].class);
  }

  @Override
  public byte @Nullable [] get(String key) {
    return cache.get(key);
  }

  @Override
  public int getAll(Set<String> keys) {
    return cache.getAll(keys).size();
  }

  @Override
  public void put(String key, byte[] value) {
    cache.put(key, value);
  }

  @Override
  public void putAll(Map<String, byte[]> entries) {
    cache.putAll(entries);
  }

  @Override
  public boolean putIfAbsent(String key, byte[] value) {
    return cache.putIfAbsent(key, value);
  }

  @Override
  public boolean remove(String key) {
    return cache.remove(key);
  }

  @Override
  public byte @Nullable [] exchange(String key, byte[] next) {
    return cache.invoke(key, REPLACE, next);
  }

  @Override
  public void close() {
    provider.close();
  }
}
