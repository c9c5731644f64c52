package io.tiercel.benchmarks;

import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;

/**
 * What a measured cache has to offer, whoever provides it.
 *
 * @param values what is stored under the string keys
 * @param byValue store by value, as JCache does unless told otherwise
 * @param statistics JCache statistics on
 * @param life how long an entry lives
 * @param maxEntries the bound, in entries; a provider without bounds ignores it
 */
record CacheSpec(ValueKind values, boolean byValue, boolean statistics, Life life, int maxEntries) {

  /** The name every measured cache has. */
  static final String NAME = "books";

  /** The spec in JCache's own words: everything but the bound. */
  MutableConfiguration<String, Object> jcache() {
    MutableConfiguration<String, Object> configuration =
        new MutableConfiguration<String, Object>()
            .setTypes(String.class, values.type())
            .setStoreByValue(byValue)
            .setStatisticsEnabled(statistics);
    return switch (life) {
      case ETERNAL -> configuration;
      case HOUR_FROM_CREATION ->
          configuration.setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.ONE_HOUR));
      case HOUR_FROM_ACCESS ->
          configuration.setExpiryPolicyFactory(AccessedExpiryPolicy.factoryOf(Duration.ONE_HOUR));
    };
  }
}
