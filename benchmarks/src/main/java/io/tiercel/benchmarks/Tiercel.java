package io.tiercel.benchmarks;

import java.util.Map;
import java.util.Properties;

/** Caches of Tiercel on the heap, set up by properties. */
final class Tiercel {
  private Tiercel() {}

  static Target open(CacheSpec spec, Map<String, String> more) {
    Properties properties = new Properties();
    properties.setProperty("caches.*.tiers", "heap");
    properties.setProperty("caches.*.heap.max-entries", String.valueOf(spec.maxEntries()));
    properties.putAll(more);
    return JCacheTarget.open("io.tiercel.TiercelCachingProvider", properties, spec.jcache());
  }
}
