package io.tiercel.internal.jcache;

import io.tiercel.internal.codec.EncodedTier;
import io.tiercel.internal.codec.RejectCounters;
import io.tiercel.internal.codec.Retention;
import io.tiercel.internal.config.CacheDefinition;
import io.tiercel.internal.config.TierDefinition;
import io.tiercel.internal.stack.AnnouncedTier;
import io.tiercel.internal.stack.GuardedTier;
import io.tiercel.internal.stack.LastKnown;
import io.tiercel.internal.stack.RecordedTier;
import io.tiercel.tiers.spi.AnnouncerFactory;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.DepartureListener;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.EntryTierFactory;
import io.tiercel.tiers.spi.EntryTierSetup;
import io.tiercel.tiers.spi.Tier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens the tiers of a cache one by one, the lowest first. */
final class TierOpening<K, V> {
  private final CacheDefinition<K, V> definition;
  private final Codings codings;
  private final FactoryCalls factories;
  private final InstantSource clock;
  private final Closing opened;
  private final @Nullable LastKnown<K> known;
  private final List<EncodedTier<K, V>> feeds = new ArrayList<>();
  private final Map<String, GuardedTier<?, ?>> guards = new HashMap<>();
  private final Map<String, RejectCounters> rejects = new HashMap<>();

  private @Nullable TierDefinition lowestShared;

  /** Whether each shared tier opened so far announces its changes itself. */
  private boolean allAnnounce = true;

  /**
   * @param opened closes what was opened
   * @param known is told what becomes of the authority's entries here; null where nobody asks
   */
  TierOpening(
      CacheDefinition<K, V> definition,
      CodecContext codecs,
      InstantSource clock,
      Values values,
      Closing opened,
      @Nullable LastKnown<K> known) {
    this.definition = definition;
    this.codings = new Codings(definition, codecs, values);
    this.factories = new FactoryCalls(definition, codecs.classLoader(), clock);
    this.clock = clock;
    this.opened = opened;
    this.known = known;
  }

  /**
   * Opens a tier above those opened so far.
   *
   * @param expires whether its entries may have deadlines
   */
  EntryTier<K, V> open(TierDefinition tier, boolean expires, DepartureListener<K, V> departures) {
    EntryTier<K, V> open =
        tier.factory() instanceof EntryTierFactory factory
            ? openEntryTier(tier, factory, expires, departures)
            : openByteTier(tier, (ByteTierFactory) tier.factory());
    opened.add(open);
    if (lowestShared == null && !isPrivate(open)) {
      lowestShared = tier;
    }
    return open;
  }

  /** Opens the lowest tier where that is written behind: another one holds the truth. */
  EntryTier<K, V> openBehind(TierDefinition tier) {
    if (!(tier.factory() instanceof ByteTierFactory factory)) {
      throw TierBeside.notBehind(definition, tier, "the processes do not share that");
    }
    ByteTier bytes = factories.make(tier, factory::open);
    Retention retention = new Retention(null, definition.freshness().staleFor());
    EncodedTier<K, V> encoded =
        EncodedTier.over(bytes, codings.context(), codings.coding(), retention, clock);
    rejects.put(tier.name(), encoded.rejects());
    EntryTier<K, V> open = guarded(tier, encoded);
    opened.add(open);
    if (isPrivate(open)) {
      throw TierBeside.notBehind(definition, tier, "the processes do not share that");
    }
    return open;
  }

  /** How the keys and values in the tiers become bytes. */
  Codings codings() {
    return codings;
  }

  /** What lies beside the entries in the tiers opened so far. */
  TierBeside<K, V> beside() {
    return new TierBeside<>(definition, codings, factories, clock, opened, lowestShared);
  }

  /** Those that tell of changes. */
  List<EncodedTier<K, V>> feeds() {
    return feeds;
  }

  /** Of those that do I/O, by name. */
  Map<String, GuardedTier<?, ?>> guards() {
    return guards;
  }

  /** Of those that keep bytes, by name. */
  Map<String, RejectCounters> rejects() {
    return rejects;
  }

  private EntryTier<K, V> openEntryTier(
      TierDefinition tier,
      EntryTierFactory factory,
      boolean expires,
      DepartureListener<K, V> departures) {
    EntryTierSetup<K, V> setup =
        new EntryTierSetup<>(expires, maxLife(), definition.freshness().staleFor(), departures);
    return factories.make(tier, context -> factory.open(context, setup));
  }

  /** A copy must not live long of what does not announce its changes itself. */
  private @Nullable Duration maxLife() {
    return allAnnounce ? null : definition.maxStaleness();
  }

  /** Only what this process has for itself goes stale unheard of. */
  private @Nullable Duration maxLife(ByteTier opening) {
    return isPrivate(opening) ? maxLife() : null;
  }

  private static boolean isPrivate(Tier<?, ?> tier) {
    return !tier.capabilities().shared();
  }

  private EntryTier<K, V> openByteTier(TierDefinition tier, ByteTierFactory factory) {
    ByteTier bytes = announced(factories.make(tier, factory::open));
    EncodedTier<K, V> open =
        EncodedTier.over(
            bytes,
            codings.context(),
            codings.coding(),
            new Retention(maxLife(bytes), definition.freshness().staleFor()),
            clock);
    rejects.put(tier.name(), open.rejects());
    if (open.capabilities().announcesChanges()) {
      feeds.add(open);
    }
    return guarded(tier, recorded(open));
  }

  private EntryTier<K, V> guarded(TierDefinition tier, EntryTier<K, V> open) {
    GuardedTier<K, V> guarded =
        new GuardedTier<>(definition.name(), tier.name(), open, definition.maxInFlight());
    guards.put(tier.name(), guarded);
    return guarded;
  }

  /** The lowest shared tier is where the truth is. */
  private EntryTier<K, V> recorded(EntryTier<K, V> tier) {
    return known == null || lowestShared != null || isPrivate(tier)
        ? tier
        : new RecordedTier<>(tier, known);
  }

  /** With the announcements that it cannot make itself, where the cache has a way for them. */
  private ByteTier announced(ByteTier tier) {
    Capabilities own = tier.capabilities();
    if (!own.shared() || own.announcesChanges()) {
      return tier;
    }
    allAnnounce = false;
    TierDefinition over = definition.announcements();
    if (over == null || !(over.factory() instanceof AnnouncerFactory factory)) {
      return tier;
    }
    try {
      return new AnnouncedTier(tier, factories.make(over, factory::openAnnouncer));
    } catch (RuntimeException e) {
      opened.add(tier);
      throw e;
    }
  }
}
