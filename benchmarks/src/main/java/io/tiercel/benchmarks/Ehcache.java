package io.tiercel.benchmarks;

import java.time.Duration;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.ExpiryPolicyBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.impl.config.copy.DefaultCopierConfiguration;
import org.ehcache.impl.copy.SerializingCopier;
import org.ehcache.jsr107.Eh107Configuration;

/**
 * Caches of Ehcache. A bound takes its native configuration; the copiers are those it picks itself
 * for a plain JCache configuration: none for the JDK's immutable types, serialization for the rest.
 */
final class Ehcache {
  private Ehcache() {}

  static Target open(CacheSpec spec) {
    CacheConfigurationBuilder<String, Object> configuration =
        CacheConfigurationBuilder.newCacheConfigurationBuilder(
            String.class, spec.values().type(), ResourcePoolsBuilder.heap(spec.maxEntries()));
    if (spec.byValue() && !spec.values().isJdkImmutable()) {
      configuration =
          configuration.withService(
              new DefaultCopierConfiguration<>(
                  SerializingCopier.<Object>asCopierClass(),
                  DefaultCopierConfiguration.Type.VALUE));
    }
    configuration =
        switch (spec.life()) {
          case ETERNAL -> configuration;
          case HOUR_FROM_CREATION ->
              configuration.withExpiry(
                  ExpiryPolicyBuilder.timeToLiveExpiration(Duration.ofHours(1)));
          case HOUR_FROM_ACCESS ->
              configuration.withExpiry(
                  ExpiryPolicyBuilder.timeToIdleExpiration(Duration.ofHours(1)));
        };
    JCacheTarget target =
        JCacheTarget.open(
            "org.ehcache.jsr107.EhcacheCachingProvider",
            Eh107Configuration.fromEhcacheCacheConfiguration(configuration));
    target.manager().enableStatistics(CacheSpec.NAME, spec.statistics());
    return target;
  }
}
