package io.tiercel.internal.jcache;

import io.tiercel.internal.codec.EncodedTier;
import io.tiercel.internal.config.CacheDefinition;
import io.tiercel.internal.config.TierDefinition;
import io.tiercel.internal.stack.StackPlan;
import io.tiercel.internal.stack.TierStack;
import io.tiercel.internal.writebehind.WriteQueue;
import io.tiercel.tiers.spi.ChangeListener;
import io.tiercel.tiers.spi.DepartureListener;
import io.tiercel.tiers.spi.EntryTier;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** Has the tiers of a cache opened, from the lowest up, and stacks them. */
final class StackAssembly<K, V> {
  private final CacheDefinition<K, V> definition;
  private final InstantSource clock;
  private final Values values;
  private final Executor executor;
  private final Closing opened;
  private final TierOpening<K, V> tiers;
  private final TierBehind<K, V> behind;

  StackAssembly(
      CacheDefinition<K, V> definition,
      InstantSource clock,
      Values values,
      Executor executor,
      Closing opened,
      TierOpening<K, V> tiers) {
    this.definition = definition;
    this.clock = clock;
    this.values = values;
    this.executor = executor;
    this.opened = opened;
    this.tiers = tiers;
    this.behind = new TierBehind<>(definition, clock, executor, opened, tiers);
  }

  /**
   * Builds the stack.
   *
   * @param expires whether entries may have deadlines
   * @param loads whether values are loaded from outside
   */
  TierStack<K, V> build(
      boolean expires,
      boolean loads,
      DepartureListener<K, V> departures,
      ChangeListener<K> foreignChanges) {
    StackPlan<K, V> plan =
        new StackPlan<>(
            definition.name(),
            openAll(expires, departures),
            clock,
            values::entry,
            definition.tombstoneLife(),
            loads || definition.tierBehind() != null,
            departures,
            foreignChanges,
            definition.inDoubt(),
            definition.maxStaleness(),
            definition.probeEvery(),
            definition.degrades(),
            executor,
            Failures::asCacheException);
    TierStack<K, V> stack = stacked(plan);
    opened.add((AutoCloseable) stack::endRepairs);
    if (stack.keepsCopies()) {
      tiers.feeds().forEach(feed -> feed.subscribe(stack.changes()));
    } else if (definition.tellsOfOthers()) {
      tiers.feeds().forEach(feed -> feed.subscribe(foreignChanges));
    }
    behind.begin();
    return stack;
  }

  private Map<String, EntryTier<K, V>> openAll(
      boolean expires, DepartureListener<K, V> departures) {
    Deque<Map.Entry<String, EntryTier<K, V>>> open = new ArrayDeque<>();
    List<TierDefinition> wanted = definition.tiers();
    EntryTier<K, V> lower = null;
    for (int i = wanted.size() - 1; i >= 0; i--) {
      TierDefinition tier = wanted.get(i);
      if (tier.name().equals(definition.tierBehind())) {
        lower = tiers.openBehind(tier);
        continue;
      }
      boolean isCopy = !open.isEmpty();
      EntryTier<K, V> opening = tiers.open(tier, expires || isCopy, departures);
      open.addFirst(
          Map.entry(tier.name(), lower == null ? opening : behind.over(tier, opening, lower)));
      lower = null;
    }
    if (definition.tellsOfOthers() && tiers.feeds().isEmpty()) {
      throw new CacheException(
          definition.home()
              + ": events = cluster needs a shared tier that announces its changes, such as one of"
              + " type redis, or announce-over, but the stack is "
              + definition.stack());
    }
    Map<String, EntryTier<K, V>> ordered = new LinkedHashMap<>();
    open.forEach(tier -> ordered.put(tier.getKey(), tier.getValue()));
    return ordered;
  }

  /** Asks each tier that announces something, so that it is connected, or throws. */
  void reach() {
    tiers.feeds().forEach(EncodedTier::reach);
  }

  /**
   * Where the counts of what was built are.
   *
   * @param fallback null where expired entries are never served
   * @param earlyRefresh null where nothing is loaded before its time
   * @param leases null where each process loads for itself
   * @param behind null where nothing waits for the cache writer
   */
  Health health(
      TierStack<K, V> built,
      @Nullable Fallback<K, V> fallback,
      @Nullable EarlyRefresh<K, V> earlyRefresh,
      @Nullable LoadLeases<K, V> leases,
      @Nullable WriteQueue<K, V> behind) {
    return new Health(
        definition.name(),
        definition.tierNames(),
        Map.copyOf(tiers.guards()),
        Map.copyOf(tiers.rejects()),
        built,
        fallback,
        earlyRefresh,
        leases,
        behind,
        this.behind);
  }

  private TierStack<K, V> stacked(StackPlan<K, V> plan) {
    try {
      return plan.build();
    } catch (IllegalArgumentException e) {
      throw new CacheException(definition.home() + ": " + e.getMessage(), e);
    }
  }
}
