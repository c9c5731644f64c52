package io.tiercel.internal.jcache;

import io.tiercel.internal.config.CacheDefinition;
import io.tiercel.internal.config.TierDefinition;
import io.tiercel.internal.stack.Missed;
import io.tiercel.internal.stack.Repairs;
import io.tiercel.internal.writebehind.BehindTier;
import io.tiercel.internal.writebehind.Clearings;
import io.tiercel.internal.writebehind.Sweep;
import io.tiercel.internal.writebehind.TierDelivery;
import io.tiercel.internal.writebehind.WriteBehind;
import io.tiercel.internal.writebehind.WriteQueue;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Makes one tier of two, the lower of which is written behind. */
final class TierBehind<K, V> {
  private final CacheDefinition<K, V> definition;
  private final InstantSource clock;
  private final Executor executor;
  private final Closing opened;
  private final TierOpening<K, V> tiers;
  private @Nullable WriteQueue<K, Entry<V>> queue;
  private @Nullable Missed<K> missed;

  TierBehind(
      CacheDefinition<K, V> definition,
      InstantSource clock,
      Executor executor,
      Closing opened,
      TierOpening<K, V> tiers) {
    this.definition = definition;
    this.clock = clock;
    this.executor = executor;
    this.opened = opened;
    this.tiers = tiers;
  }

  /**
   * @param upperTier says where the upper one is
   */
  EntryTier<K, V> over(TierDefinition upperTier, EntryTier<K, V> upper, EntryTier<K, V> lower) {
    WriteBehind options = definition.writeBehind().orInMemory();
    Duration longestWait = longestWait(options);
    TierBeside<K, V> beside = tiers.beside();
    Clearings clearings = new Clearings(beside.openClearings(upperTier), clock, longestWait);
    WriteQueue<K, Entry<V>> waiting =
        new WriteQueue<>(
            definition.name(),
            options,
            new ChangeLogs<>(definition, tiers.codings(), beside, clock, executor).openForTier(),
            new TierDelivery<>(
                lowerTier(),
                upper,
                lower,
                clearings,
                clock,
                executor,
                longestWait,
                definition.tombstoneLife()),
            executor);
    opened.add(waiting);
    queue = waiting;
    Missed<K> missedBelow = new Missed<>(definition.name(), lowerTier(), executor);
    missedBelow.repairBy(new Sweep<>(lower, clearings));
    opened.add(missedBelow);
    missed = missedBelow;
    return new BehindTier<>(upper, lower, waiting, clearings, missedBelow, clock, longestWait);
  }

  private Duration longestWait(WriteBehind options) {
    Duration bound = Duration.ofDays(365);
    Duration wait = options.retryFor().compareTo(bound) > 0 ? bound : options.retryFor();
    return wait.plus(definition.tombstoneLife()).plus(Duration.ofMinutes(10));
  }

  private String lowerTier() {
    List<String> names = definition.tierNames();
    return names.get(names.size() - 1);
  }

  /** Begins with what earlier processes left. */
  void begin() {
    if (queue != null) {
      queue.begin();
    }
  }

  /** How the lowest tier has fared, where it is written behind. */
  Repairs repairs() {
    return missed == null ? Repairs.NONE : missed.repairs();
  }

  /** What waits; null where no tier is written behind. */
  @Nullable WriteQueue<K, Entry<V>> queue() {
    return queue;
  }
}
