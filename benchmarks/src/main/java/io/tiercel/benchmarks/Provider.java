package io.tiercel.benchmarks;

import java.util.Map;

/** Everything that is measured, each with its own way of making a bounded cache. */
public enum Provider {
  /** The limit: Caffeine without JCache. */
  RAW_CAFFEINE("raw Caffeine") {
    @Override
    Target open(CacheSpec spec) {
      return CaffeineTarget.open(spec);
    }
  },

  TIERCEL("Tiercel") {
    @Override
    Target open(CacheSpec spec) {
      return Tiercel.open(spec, Map.of());
    }
  },

  CAFFEINE_JCACHE("Caffeine's jcache") {
    @Override
    Target open(CacheSpec spec) {
      return CaffeineJCache.open(spec);
    }
  },

  EHCACHE("Ehcache") {
    @Override
    Target open(CacheSpec spec) {
      return Ehcache.open(spec);
    }
  },

  CACHE2K("cache2k") {
    @Override
    Target open(CacheSpec spec) {
      return Cache2k.open(spec);
    }
  },

  /** The specification's own implementation; it knows no bound. */
  REFERENCE("reference implementation") {
    @Override
    Target open(CacheSpec spec) {
      return JCacheTarget.open("org.jsr107.ri.spi.RICachingProvider", spec.jcache());
    }
  };

  private final String label;

  Provider(String label) {
    this.label = label;
  }

  /** The name in reports. */
  String label() {
    return label;
  }

  /** Tiercel, in whatever setting. */
  boolean isOurs() {
    return this == TIERCEL;
  }

  /** A JCache provider other than Tiercel. */
  boolean isPeer() {
    return this != RAW_CAFFEINE && !isOurs();
  }

  /** Whether the row has anything to say about it. */
  boolean takesPartIn(Row row) {
    return true;
  }

  /** Makes an empty cache, bounded where the provider can bound one. */
  abstract Target open(CacheSpec spec);
}
