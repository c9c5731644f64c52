package io.tiercel.internal.jcache;

import io.tiercel.internal.codec.EncodedTier;
import io.tiercel.internal.config.CacheDefinition;
import io.tiercel.internal.config.TierDefinition;
import io.tiercel.internal.stack.GuardedTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.JournalFactory;
import io.tiercel.tiers.spi.Journals;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** Opens what a cache keeps beside its entries where other processes find it. */
final class TierBeside<K, V> {
  private static final String LEASES = "^loads";

  /** The changes that wait for a writer. */
  private static final String CHANGES = "^changes";

  /** When the cache was cleared. */
  private static final String CLEARINGS = "^cleared";

  private final CacheDefinition<K, V> definition;
  private final Codings codings;
  private final FactoryCalls factories;
  private final InstantSource clock;
  private final Closing opened;
  private final @Nullable TierDefinition lowestShared;

  /**
   * @param opened closes what was opened
   * @param lowestShared of the tiers; null where processes share none
   */
  TierBeside(
      CacheDefinition<K, V> definition,
      Codings codings,
      FactoryCalls factories,
      InstantSource clock,
      Closing opened,
      @Nullable TierDefinition lowestShared) {
    this.definition = definition;
    this.codings = codings;
    this.factories = factories;
    this.clock = clock;
    this.opened = opened;
    this.lowestShared = lowestShared;
  }

  /**
   * Where processes tell each other who loads which key; null where each loads for itself.
   *
   * @throws CacheException when there is no tier that they share
   */
  @Nullable EntryTier<K, V> openLeases() {
    if (definition.freshness().loadLease() == null) {
      return null;
    }
    TierDefinition tier = lowestShared;
    if (tier == null || !(tier.factory() instanceof ByteTierFactory factory)) {
      throw new CacheException(
          definition.home()
              + ": load-lease needs a tier that processes share but tiers is "
              + String.join(", ", definition.tierNames())
              + "; leave it out");
    }
    return open(tier, factory, LEASES, codings.context());
  }

  /** Where processes tell each other when the cache was cleared, in a tier with one behind it. */
  EntryTier<String, Long> openClearings(TierDefinition tier) {
    if (!(tier.factory() instanceof ByteTierFactory factory)) {
      throw notBehind(definition, tier, "the tier above must be shared, too");
    }
    ClassLoader classLoader = codings.context().classLoader();
    return open(
        tier,
        factory,
        CLEARINGS,
        new CodecContext(definition.name(), String.class, Long.class, List.of(), classLoader));
  }

  /** For a cache none of whose tiers can be written behind, as said of one of them. */
  static CacheException notBehind(
      CacheDefinition<?, ?> definition, TierDefinition tier, String why) {
    return new CacheException(
        definition.home()
            + ": write-behind-tier needs two shared tiers, the lowest ones, but tiers is "
            + String.join(", ", definition.tierNames())
            + ": "
            + tier.name()
            + " "
            + why);
  }

  /**
   * @param context the types of its keys and values
   */
  private <A, B> EntryTier<A, B> open(
      TierDefinition tier, ByteTierFactory factory, String mark, CodecContext context) {
    EncodedTier<A, B> open =
        EncodedTier.over(
            factories.makeBeside(tier, mark, factory::open), context, codings.coding(), clock);
    opened.add(open);
    return new GuardedTier<>(definition.name(), tier.name(), open, definition.maxInFlight());
  }

  /**
   * Where changes wait for the writer beyond the end of this process.
   *
   * @param suffix sets those of one use apart
   * @throws CacheException when the lowest tier that processes share cannot keep them
   */
  Journals openJournals(Duration lease, String suffix) {
    TierDefinition tier = lowestShared;
    if (tier == null || !(tier.factory() instanceof JournalFactory factory)) {
      throw new CacheException(
          definition.home()
              + ": write-behind = stream needs the lowest shared tier to be one that keeps changes,"
              + " such as one of type redis, but tiers is "
              + String.join(", ", definition.tierNames())
              + "; add it, or set write-behind to log or memory");
    }
    return factories.makeBeside(
        tier, CHANGES + suffix, context -> factory.openJournals(context, lease));
  }
}
