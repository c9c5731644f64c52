package io.tiercel.internal.jcache;

import io.tiercel.internal.codec.Coding;
import io.tiercel.internal.codec.EncodedTier;
import io.tiercel.internal.codec.Encryption;
import io.tiercel.internal.codec.JavaCodecFactory;
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
import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.DepartureListener;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.EntryTierFactory;
import io.tiercel.tiers.spi.EntryTierSetup;
import io.tiercel.tiers.spi.JournalFactory;
import io.tiercel.tiers.spi.Journals;
import io.tiercel.tiers.spi.Tier;
import io.tiercel.tiers.spi.TierContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** Opens the tiers of a cache one by one, the lowest first. */
final class TierOpening<K, V> {
  /** Sets the leases apart from the entries; the name of no cache has it. */
  private static final String LEASES = "^loads";

  /** As that, for the changes that wait for a writer. */
  private static final String CHANGES = "^changes";

  /** Sets apart when the cache was cleared. */
  private static final String CLEARINGS = "^cleared";

  private final CacheDefinition<K, V> definition;
  private final CodecContext codecs;
  private final InstantSource clock;
  private final Values values;
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
    this.codecs = codecs;
    this.clock = clock;
    this.values = values;
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
      throw behind(tier, "the processes do not share that");
    }
    ByteTier bytes = naming(tier, () -> factory.open(context(tier)));
    Retention retention = new Retention(null, definition.freshness().staleFor());
    EncodedTier<K, V> encoded = EncodedTier.over(bytes, codecs, coding(), retention, clock);
    rejects.put(tier.name(), encoded.rejects());
    EntryTier<K, V> open = guarded(tier, encoded);
    opened.add(open);
    if (isPrivate(open)) {
      throw behind(tier, "the processes do not share that");
    }
    return open;
  }

  /** Opens what lies beside the entries of a tier that processes share. */
  EntryTier<String, Long> openMarks(TierDefinition tier) {
    if (!(tier.factory() instanceof ByteTierFactory factory)) {
      throw behind(tier, "the tier above must be shared, too");
    }
    TierContext beside = context(tier, definition.namespace() + CLEARINGS);
    CodecContext marks =
        new CodecContext(
            definition.name(), String.class, Long.class, List.of(), codecs.classLoader());
    EncodedTier<String, Long> open =
        EncodedTier.over(naming(tier, () -> factory.open(beside)), marks, coding(), clock);
    opened.add(open);
    return new GuardedTier<>(definition.name(), tier.name(), open, definition.maxInFlight());
  }

  private CacheException behind(TierDefinition tier, String why) {
    return new CacheException(
        definition.home()
            + ": write-behind-tier needs two shared tiers, the lowest ones, but tiers is "
            + String.join(", ", definition.tierNames())
            + ": "
            + tier.name()
            + " "
            + why);
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
    return naming(tier, () -> factory.open(context(tier), setup));
  }

  /** Says which tier of which cache it is whose options contradict each other. */
  private <T> T naming(TierDefinition tier, Supplier<T> opening) {
    try {
      return opening.get();
    } catch (IllegalArgumentException e) {
      throw new CacheException(
          definition.home() + ", tier " + tier.name() + ": " + e.getMessage(), e);
    }
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
    ByteTier bytes = announced(naming(tier, () -> factory.open(context(tier))));
    EncodedTier<K, V> open =
        EncodedTier.over(
            bytes,
            codecs,
            coding(),
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

  /** The cache, as codecs are told of it. */
  CodecContext codecs() {
    return codecs;
  }

  /** What turns values into bytes. */
  Coding coding() {
    return new Coding(codec(), values::probe, definition.compressor(), encryption());
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
      return new AnnouncedTier(tier, naming(over, () -> factory.openAnnouncer(context(over))));
    } catch (RuntimeException e) {
      opened.add(tier);
      throw e;
    }
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
    TierContext beside = context(tier, definition.namespace() + LEASES);
    EncodedTier<K, V> open =
        EncodedTier.over(naming(tier, () -> factory.open(beside)), codecs, coding(), clock);
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
    TierContext beside = context(tier, definition.namespace() + CHANGES + suffix);
    return naming(tier, () -> factory.openJournals(beside, lease));
  }

  private Codec codec() {
    Function<CodecContext, Codec> named = definition.codec();
    try {
      return named == null ? new JavaCodecFactory().codec(codecs) : named.apply(codecs);
    } catch (IllegalArgumentException e) {
      throw new CacheException(e.getMessage(), e);
    }
  }

  private Encryption encryption() {
    return new Encryption(definition.namespace(), definition.encryptionKeys(), new SecureRandom());
  }

  private TierContext context(TierDefinition tier) {
    return context(tier, definition.namespace());
  }

  private TierContext context(TierDefinition tier, String namespace) {
    return new TierContext(
        definition.name(),
        tier.name(),
        namespace,
        tier.options(),
        clock,
        codecs.classLoader(),
        Leases.OF_PROCESS);
  }
}
