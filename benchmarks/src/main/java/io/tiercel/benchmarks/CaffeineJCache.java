package io.tiercel.benchmarks;

import com.github.benmanes.caffeine.jcache.configuration.CaffeineConfiguration;
import java.util.OptionalLong;

/** Caches of Caffeine's JCache provider. */
final class CaffeineJCache {
  private CaffeineJCache() {}

  static Target open(CacheSpec spec) {
    return JCacheTarget.open(
        "com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider",
        new CaffeineConfiguration<>(spec.jcache())
            .setMaximumSize(OptionalLong.of(spec.maxEntries())));
  }
}
