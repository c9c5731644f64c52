package io.tiercel.benchmarks;

import javax.cache.configuration.Configuration;
import org.cache2k.Cache2kBuilder;
import org.cache2k.jcache.ExtendedMutableConfiguration;
import org.cache2k.jcache.JCacheConfig;

/** Caches of cache2k, which copies by value only where it is told to once a bound is set. */
final class Cache2k {
  private Cache2k() {}

  static Target open(CacheSpec spec) {
    return JCacheTarget.open("org.cache2k.jcache.provider.JCacheProvider", configuration(spec));
  }

  private static Configuration<String, Object> configuration(CacheSpec spec) {
    Cache2kBuilder<String, Object> bounded =
        Cache2kBuilder.of(String.class, spec.values().type())
            .entryCapacity(spec.maxEntries())
            .with(JCacheConfig.class, jcache -> jcache.copyAlwaysIfRequested(true));
    if (spec.life() == Life.ETERNAL) {
      bounded.eternal(true);
    }
    ExtendedMutableConfiguration<String, Object> configuration =
        ExtendedMutableConfiguration.of(bounded);
    var plain = spec.jcache();
    configuration
        .setTypes(plain.getKeyType(), plain.getValueType())
        .setStoreByValue(plain.isStoreByValue())
        .setStatisticsEnabled(plain.isStatisticsEnabled());
    if (spec.life() != Life.ETERNAL) {
      configuration.setExpiryPolicyFactory(plain.getExpiryPolicyFactory());
    }
    return configuration;
  }
}
