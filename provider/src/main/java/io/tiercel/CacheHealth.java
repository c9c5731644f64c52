package io.tiercel;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a cache has fared since it was opened: a snapshot, taken by {@code
 * cache.unwrap(CacheHealth.class)}. Counts of hits and misses are in the statistics of JSR-107.
 *
 * @param cache the cache's name
 * @param tiers one for each tier, top first
 * @param copies what this process keeps of shared entries
 * @param loads how often the loader was spared, or asked before its time
 * @param writes what waits for the cache writer
 */
public record CacheHealth(
    String cache, List<Tier> tiers, Copies copies, Loads loads, Writes writes) {

  public CacheHealth {
    tiers = List.copyOf(tiers);
  }

  /**
   * How one tier has fared. One that does no I/O answers always, and neither fails nor refuses.
   *
   * @param name the tier's name
   * @param answers whether it is asked as usual now: it has not just failed to answer several times
   * @param failures how many operations failed there
   * @param refusals how many operations it was not asked for, as it was failing or too many were
   *     under way
   * @param repairs how many keys were put right there whose change it had missed
   * @param repairsDue how many are still to be put right, and are not asked for there meanwhile;
   *     {@link Long#MAX_VALUE} where all that the tier has of this cache is to be dropped
   * @param rejects how often something found in the tier was not taken for an entry and so was a
   *     miss, by reason as the page about the wire format has them; reasons that never occurred are
   *     left out
   */
  public record Tier(
      String name,
      boolean answers,
      long failures,
      long refusals,
      long repairs,
      long repairsDue,
      Map<String, Long> rejects) {

    public Tier {
      rejects = Map.copyOf(rejects);
    }
  }

  /**
   * How the copies that this process keeps of shared entries have fared. All zero where there are
   * no such copies.
   *
   * @param trusted whether copies are served now because every change by others is heard
   * @param doubts how often changes by others may have gone unheard, and copies were not served
   * @param dropped how many copies were dropped as others had changed their keys
   * @param refusedFills how many copies were not kept as something had happened while they were
   *     read
   * @param verified how many copies that were there before a restart, or before changes may have
   *     gone unheard, were found to be current when they were read
   * @param servedInDoubt how many reads a copy answered in doubt ({@code in-doubt = serve})
   * @param probes how many copies were compared with the authority ({@code probe-every})
   * @param stale how many of those were stale; should be 0
   * @param propagation how long news of a change took on its way when it was last measured; empty
   *     where the tier does not measure it
   */
  public record Copies(
      boolean trusted,
      long doubts,
      long dropped,
      long refusedFills,
      long verified,
      long servedInDoubt,
      long probes,
      long stale,
      Optional<Duration> propagation) {}

  /**
   * How often the loader was spared, or asked before its time.
   *
   * @param servedExpired how many reads got an expired entry as the loader failed or took too long
   *     ({@code stale-for})
   * @param earlyRefreshes how many entries were loaded anew before they expired ({@code
   *     early-refresh})
   * @param failedRefreshes how many of those loads failed
   * @param spared how many loads were spared because another process had just brought the value
   *     ({@code load-lease})
   */
  public record Loads(long servedExpired, long earlyRefreshes, long failedRefreshes, long spared) {}

  /**
   * How the changes that wait for a cache writer have fared. All zero where the cache does not
   * write behind.
   *
   * @param pending how many keys have a change that the writer has not taken yet
   * @param oldest how long the oldest of them has waited
   * @param written how many changes the writer has taken
   * @param coalesced how many changes it was spared, as a newer one of the key came in time
   * @param failures how many calls of the writer have failed
   * @param deadLetters how many changes were given up
   * @param takenOver how many changes of processes that are gone came to wait here
   * @param unreadable how many of those cannot be read here, and were left to others
   */
  public record Writes(
      long pending,
      Duration oldest,
      long written,
      long coalesced,
      long failures,
      long deadLetters,
      long takenOver,
      long unreadable) {}
}
