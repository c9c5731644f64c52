package io.tiercel;

import java.util.List;
import java.util.Map;

/**
 * How a cache and its tiers have fared since the cache was opened: a snapshot, taken by {@code
 * cache.unwrap(CacheHealth.class)}.
 *
 * @param cache the cache's name
 * @param tiers one for each tier, top first
 */
public record CacheHealth(String cache, List<Tier> tiers) {

  public CacheHealth {
    tiers = List.copyOf(tiers);
  }

  /**
   * How one tier has fared.
   *
   * @param name the tier's name
   * @param rejects how often something found in the tier was not taken for an entry and so was a
   *     miss, by reason as the page about the wire format has them; reasons that never occurred are
   *     left out
   */
  public record Tier(String name, Map<String, Long> rejects) {

    public Tier {
      rejects = Map.copyOf(rejects);
    }
  }
}
