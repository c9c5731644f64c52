package io.tiercel.internal.jcache;

import io.tiercel.CacheHealth;
import io.tiercel.internal.codec.RejectCounters;
import io.tiercel.internal.stack.FeedCounts;
import io.tiercel.internal.stack.GuardedTier;
import io.tiercel.internal.stack.Repairs;
import io.tiercel.internal.stack.TierStack;
import io.tiercel.internal.writebehind.WriteQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the counts of a cache are.
 *
 * @param tiers the names of its tiers, top first
 * @param guards of those tiers that do I/O
 * @param rejects of those tiers that keep bytes
 * @param fallback null where expired entries are never served
 * @param earlyRefresh null where nothing is loaded before its time
 * @param leases null where each process loads for itself
 * @param behind null where nothing waits for the cache writer
 * @param tierBehind the lowest tier, where it is written behind
 */
record Health(
    String cacheName,
    List<String> tiers,
    Map<String, GuardedTier<?, ?>> guards,
    Map<String, RejectCounters> rejects,
    TierStack<?, ?> stack,
    @Nullable Fallback<?, ?> fallback,
    @Nullable EarlyRefresh<?, ?> earlyRefresh,
    @Nullable LoadLeases<?, ?> leases,
    @Nullable WriteQueue<?, ?> behind,
    TierBehind<?, ?> tierBehind) {

  private static final CacheHealth.Writes NOTHING_WAITS =
      new CacheHealth.Writes(0, Duration.ZERO, 0, 0, 0, 0, 0, 0);

  CacheHealth snapshot() {
    List<Repairs> repairs = stack.repairs();
    List<CacheHealth.Tier> all = new ArrayList<>();
    for (int i = 0; i < tiers.size(); i++) {
      all.add(tier(tiers.get(i), i < repairs.size() ? repairs.get(i) : tierBehind.repairs()));
    }
    return new CacheHealth(cacheName, all, copies(stack.counts()), loads(), writes());
  }

  private CacheHealth.Tier tier(String name, Repairs repairs) {
    GuardedTier<?, ?> guard = guards.get(name);
    RejectCounters counters = rejects.get(name);
    return new CacheHealth.Tier(
        name,
        guard == null || guard.isAnswering(),
        guard == null ? 0 : guard.failures(),
        guard == null ? 0 : guard.refusals(),
        repairs.made(),
        repairs.due(),
        counters == null ? Map.of() : counters.byReason());
  }

  private CacheHealth.Copies copies(FeedCounts counts) {
    return new CacheHealth.Copies(
        stack.isTrusted(),
        counts.doubts(),
        counts.droppedCopies(),
        counts.refusedFills(),
        counts.verifiedCopies(),
        counts.servedInDoubt(),
        counts.probes(),
        counts.staleCopies(),
        Optional.ofNullable(counts.delay()));
  }

  private CacheHealth.Writes writes() {
    WriteQueue<?, ?> waiting = behind == null ? tierBehind.queue() : behind;
    return waiting == null ? NOTHING_WAITS : waiting.health();
  }

  private CacheHealth.Loads loads() {
    return new CacheHealth.Loads(
        fallback == null ? 0 : fallback.served(),
        earlyRefresh == null ? 0 : earlyRefresh.begun(),
        earlyRefresh == null ? 0 : earlyRefresh.failures(),
        leases == null ? 0 : leases.spared());
  }
}
