package io.tiercel.telemetry;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tiercel.CacheHealth;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.cache.Cache;

/**
 * Meters of what {@link CacheHealth} says of one cache; the README of this artifact lists them.
 * Hits, misses and the like are in the statistics of JSR-107, which Micrometer's {@code
 * JCacheMetrics} reads.
 *
 * <p>Every meter has the tag {@code cache}, those of one tier the tag {@code tier}, too. Reading
 * one does no I/O. Once the cache is closed its gauges are not a number, and its counts stay as
 * they are. The meters do not keep the cache from being collected. Thread-safe.
 */
public final class CacheHealthMetrics implements MeterBinder {
  private final Cache<?, ?> cache;
  private final List<String> tiers;
  private final Tags tags;

  /**
   * @param cache a cache of Tiercel
   * @param tags what all its meters are to have besides {@code cache} and {@code tier}
   * @throws IllegalArgumentException if the cache is another provider's
   */
  public CacheHealthMetrics(Cache<?, ?> cache, Iterable<Tag> tags) {
    this.cache = requireNonNull(cache, "cache");
    this.tiers =
        cache.unwrap(CacheHealth.class).tiers().stream().map(CacheHealth.Tier::name).toList();
    this.tags = Tags.concat(requireNonNull(tags, "tags"), "cache", cache.getName());
  }

  /**
   * Adds the meters of a cache to a registry, and returns the cache.
   *
   * @param tags what all its meters are to have besides {@code cache} and {@code tier}
   * @throws IllegalArgumentException if the cache is another provider's
   */
  public static <C extends Cache<?, ?>> C monitor(
      MeterRegistry registry, C cache, Iterable<Tag> tags) {
    new CacheHealthMetrics(cache, tags).bindTo(registry);
    return cache;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    HealthMeters meters = new HealthMeters(registry, cache, tags);
    for (int i = 0; i < tiers.size(); i++) {
      bindTier(meters.with("tier", tiers.get(i)), i);
    }
    bindCopies(meters);
    bindLoads(meters);
    bindWrites(meters);
  }

  private static void bindTier(HealthMeters meters, int i) {
    meters.gauge(
        "tiercel.tier.answers",
        "1 while the tier is asked as usual, 0 after it has failed to answer several times",
        h -> h.tiers().get(i).answers() ? 1 : 0);
    meters.count(
        "tiercel.tier.failures", "operations that failed there", h -> h.tiers().get(i).failures());
    meters.count(
        "tiercel.tier.refusals",
        "operations it was not asked for, as it was failing or too many were under way",
        h -> h.tiers().get(i).refusals());
    meters.count(
        "tiercel.tier.repairs",
        "keys put right there whose change it had missed",
        h -> h.tiers().get(i).repairs());
    meters.gauge(
        "tiercel.tier.repairs.due",
        "keys still to be put right there; infinite where all it has of the cache is to be dropped",
        h -> due(h.tiers().get(i).repairsDue()));
    meters.count(
        "tiercel.tier.rejects",
        "what was found there and not taken for an entry",
        h -> sum(h.tiers().get(i).rejects().values()));
  }

  private static double due(long keys) {
    return keys == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : keys;
  }

  private static long sum(Collection<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  private static void bindCopies(HealthMeters meters) {
    meters.gauge(
        "tiercel.copies.trusted",
        "1 while copies are served because every change by others is heard; 0 also where there are no copies of shared entries",
        h -> h.copies().trusted() ? 1 : 0);
    meters.count(
        "tiercel.copies.doubts",
        "how often changes by others may have gone unheard",
        h -> h.copies().doubts());
    meters.count(
        "tiercel.copies.dropped",
        "copies dropped as others had changed their keys",
        h -> h.copies().dropped());
    meters.count(
        "tiercel.copies.refused.fills",
        "copies not kept as something had happened while they were read",
        h -> h.copies().refusedFills());
    meters.count(
        "tiercel.copies.verified",
        "copies from before a restart or a doubt that were found to be current",
        h -> h.copies().verified());
    meters.count(
        "tiercel.copies.served.in.doubt",
        "reads that a copy answered in doubt (in-doubt = serve)",
        h -> h.copies().servedInDoubt());
    meters.count(
        "tiercel.copies.probes",
        "copies compared with the authority (probe-every)",
        h -> h.copies().probes());
    meters.count(
        "tiercel.copies.stale",
        "copies that were stale when they were compared; should be 0",
        h -> h.copies().stale());
    meters.time(
        "tiercel.copies.propagation",
        "how long news of a change took when it was last measured",
        h -> h.copies().propagation());
  }

  private static void bindLoads(HealthMeters meters) {
    meters.count(
        "tiercel.loads.served.expired",
        "reads that got an expired entry (stale-for)",
        h -> h.loads().servedExpired());
    meters.count(
        "tiercel.loads.early.refreshes",
        "entries loaded anew before they expired (early-refresh)",
        h -> h.loads().earlyRefreshes());
    meters.count(
        "tiercel.loads.failed.refreshes",
        "how many of those loads failed",
        h -> h.loads().failedRefreshes());
    meters.count(
        "tiercel.loads.spared",
        "loads spared as another process had just brought the value (load-lease)",
        h -> h.loads().spared());
  }

  private static void bindWrites(HealthMeters meters) {
    meters.gauge(
        "tiercel.writes.pending",
        "keys with a change that the cache writer has not taken yet",
        h -> h.writes().pending());
    meters.time(
        "tiercel.writes.oldest",
        "how long the oldest of them has waited",
        h -> Optional.of(h.writes().oldest()));
    meters.count(
        "tiercel.writes.written", "changes that the writer has taken", h -> h.writes().written());
    meters.count(
        "tiercel.writes.coalesced",
        "changes it was spared, as a newer one of the key came in time",
        h -> h.writes().coalesced());
    meters.count(
        "tiercel.writes.failures", "calls of the writer that failed", h -> h.writes().failures());
    meters.count("tiercel.writes.dead.letters", "changes given up", h -> h.writes().deadLetters());
    meters.count(
        "tiercel.writes.taken.over",
        "changes of processes that are gone which came to wait here",
        h -> h.writes().takenOver());
    meters.count(
        "tiercel.writes.unreadable",
        "how many of those cannot be read here, and were left to others",
        h -> h.writes().unreadable());
  }
}
