package io.tiercel.internal.jcache;

import io.tiercel.CacheHealth;
import io.tiercel.internal.codec.RejectCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where the counts of a cache's tiers are.
 *
 * @param tiers their names, top first
 * @param rejects of those tiers that keep bytes
 */
record Health(String cacheName, List<String> tiers, Map<String, RejectCounters> rejects) {
  CacheHealth snapshot() {
    List<CacheHealth.Tier> all = new ArrayList<>();
    for (String tier : tiers) {
      RejectCounters counters = rejects.get(tier);
      all.add(new CacheHealth.Tier(tier, counters == null ? Map.of() : counters.byReason()));
    }
    return new CacheHealth(cacheName, all);
  }
}
