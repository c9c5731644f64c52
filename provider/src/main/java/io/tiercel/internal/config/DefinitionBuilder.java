package io.tiercel.internal.config;

import io.tiercel.internal.stack.InDoubt;
import io.tiercel.tiers.spi.AnnouncerFactory;
import io.tiercel.tiers.spi.CodecFactory;
import io.tiercel.tiers.spi.Compression;
import io.tiercel.tiers.spi.EntryTierFactory;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.OptionValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/** Makes the definition of one cache out of its settings. */
final class DefinitionBuilder {
  private static final String OFF = "noop";
  private static final String HEAP = "heap";
  private static final long MOST_JITTER = 50;

  private final String name;
  private final String home;
  private final Map<String, Setting> all;
  private final Map<String, Setting> settings;
  private final TierResolver tiers;
  private final OptionValues options;
  private final CodingSettings coding;
  private final JCacheSettings jcache;
  private final Problems problems;

  /**
   * @param home how messages call the cache
   * @param settings what templates and code say, by path
   */
  DefinitionBuilder(
      String name,
      String home,
      Map<String, Setting> settings,
      TierResolver tiers,
      Offers<CodecFactory> codecs,
      Offers<Compression> compressions,
      ClassLoader loader,
      Problems problems) {
    this.name = name;
    this.home = home;
    this.all = settings;
    this.settings = SettingTree.given(settings);
    this.tiers = tiers;
    this.problems = problems;
    this.jcache = new JCacheSettings(this.settings, loader, problems, home);
    this.options = options(this.settings, home, new OptionCheck(loader, problems));
    this.coding =
        new CodingSettings(this.settings, options, home, codecs, compressions, loader, problems);
  }

  private static OptionValues options(
      Map<String, Setting> settings, String home, OptionCheck check) {
    List<Option<?>> plain = new ArrayList<>(CacheOptions.CACHE);
    plain.removeAll(CacheOptions.NAMED);
    Map<String, Setting> given = new LinkedHashMap<>(settings);
    given.keySet().removeIf(path -> plain.stream().noneMatch(o -> o.name().equals(path)));
    return check.check("", plain, given, home);
  }

  /** The definition, checked for what the cache alone can get wrong. */
  <K, V> CacheDefinition<K, V> build(String namespace, Configuration<K, V> code) {
    CacheDefinition<K, V> definition = assemble(namespace, code);
    CompleteConfiguration<K, V> merged = definition.jcache();
    if (merged.isReadThrough() && merged.getCacheLoaderFactory() == null) {
      problems.addInvalid(
          home, "read-through needs a loader: set the option loader, or a CacheLoader in code");
    }
    if (merged.isWriteThrough() && merged.getCacheWriterFactory() == null) {
      problems.addInvalid(
          home, "write-through needs a writer: set the option writer, or a CacheWriter in code");
    }
    if (!merged.isStoreByValue() && !isHeapAlone(definition.tiers())) {
      problems.addUnsupported(
          home,
          "store-by-value = false needs a stack of heap alone but the stack is "
              + definition.stack());
    }
    return definition;
  }

  private static boolean isHeapAlone(List<TierDefinition> tiers) {
    return tiers.size() == 1 && tiers.get(0).factory() instanceof EntryTierFactory;
  }

  /**
   * The definition, leaving open what code may still add.
   *
   * @param code gives the listeners
   */
  <K, V> CacheDefinition<K, V> assemble(String namespace, Configuration<K, V> code) {
    return new CacheDefinition<>(
        name,
        home,
        jcache.merge(options, code),
        stack(),
        options.get(CacheOptions.ENABLED),
        coding.codec(),
        coding.copier(),
        coding.compressor(),
        coding.encryptionKeys(),
        coding.allowedClasses(),
        namespace,
        announcements(),
        maxStaleness(),
        inDoubt(),
        options.get(CacheOptions.PROBE_EVERY),
        options.get(CacheOptions.TOMBSTONE_LIFE),
        degrades(),
        (int) Math.min(Integer.MAX_VALUE, options.get(CacheOptions.MAX_IN_FLIGHT)),
        tellsOfOthers(),
        freshness(),
        WriteBehindSettings.of(options, this::tell),
        tierBehind());
  }

  private @Nullable String tierBehind() {
    String named = options.find(WriteBehindSettings.TIER);
    List<String> stack = names(options.get(CacheOptions.TIERS));
    if (named != null && (stack.size() < 2 || !named.equals(stack.get(stack.size() - 1)))) {
      tell(
          WriteBehindSettings.TIER,
          "write-behind-tier must be the lowest of two tiers or more but is "
              + named
              + ", and tiers is "
              + String.join(", ", stack));
      return null;
    }
    return named;
  }

  /** Tells of options for tiers that the stack does not have. */
  void checkStrayOptions(Map<String, Setting> own, Vocabulary vocabulary) {
    List<String> stack = names(options.get(CacheOptions.TIERS));
    String announcer = options.find(CacheOptions.ANNOUNCE_OVER);
    own.forEach(
        (path, setting) -> {
          String group = path.substring(0, Math.max(0, path.indexOf('.')));
          if (vocabulary.isTier(group) && !stack.contains(group) && !group.equals(announcer)) {
            String tierNames = String.join(", ", stack);
            problems.add(setting, path + " does nothing: the tiers of the cache are " + tierNames);
          }
        });
  }

  private List<TierDefinition> stack() {
    List<String> names = names(options.get(CacheOptions.TIERS));
    if (names.isEmpty()) {
      tell(CacheOptions.TIERS, "tiers must name at least one tier");
    }
    Set<String> once = new LinkedHashSet<>(names);
    if (once.size() < names.size()) {
      tell(CacheOptions.TIERS, "tiers must name a tier once but are " + String.join(", ", names));
    }
    List<TierDefinition> stack = new ArrayList<>();
    for (String tier : once) {
      TierDefinition definition = tiers.resolve(tier, CacheOptions.TIERS, all, home);
      if (definition != null) {
        stack.add(definition);
      }
    }
    requireUse(stack);
    return stack;
  }

  private void requireUse(List<TierDefinition> stack) {
    String tierNames = stack.stream().map(TierDefinition::name).collect(Collectors.joining(", "));
    if (stack.size() > 1 && stack.stream().anyMatch(tier -> isOfType(tier, OFF))) {
      tell(
          CacheOptions.TIERS,
          "tiers must be one of type noop alone, which switches the cache off, or none of that type"
              + " but are "
              + tierNames
              + "; remove the one of type noop, or the others");
    }
    if (stack.stream().filter(tier -> isOfType(tier, HEAP)).count() > 1) {
      tell(
          CacheOptions.TIERS,
          "tiers must have one of type heap at most, as a second one keeps nothing that the first"
              + " could not, but are "
              + tierNames
              + "; remove one, and give the other larger bounds");
    }
  }

  private static boolean isOfType(TierDefinition tier, String type) {
    return tier.factory().type().equals(type);
  }

  private @Nullable TierDefinition announcements() {
    String name = options.find(CacheOptions.ANNOUNCE_OVER);
    TierDefinition definition =
        name == null ? null : tiers.resolve(name, CacheOptions.ANNOUNCE_OVER, all, home);
    if (definition != null && !(definition.factory() instanceof AnnouncerFactory)) {
      tell(
          CacheOptions.ANNOUNCE_OVER,
          "announce-over must name a tier that can announce for others, such as one of type redis,"
              + " but "
              + name
              + " is of type "
              + definition.factory().type());
      return null;
    }
    return definition;
  }

  /** News that goes a way of its own is safer than none, but not as safe as the tier's own. */
  private Duration maxStaleness() {
    boolean byDefault = !settings.containsKey(CacheOptions.MAX_STALENESS.name());
    return byDefault && options.find(CacheOptions.ANNOUNCE_OVER) != null
        ? CacheOptions.MAX_STALENESS_ANNOUNCED
        : options.get(CacheOptions.MAX_STALENESS);
  }

  private InDoubt inDoubt() {
    String wanted = options.get(CacheOptions.IN_DOUBT);
    for (InDoubt known : InDoubt.values()) {
      if (known.toString().equals(wanted)) {
        return known;
      }
    }
    tell(
        CacheOptions.IN_DOUBT,
        "in-doubt must be read-through, serve or drop but is \"" + wanted + "\"");
    return InDoubt.READ_THROUGH;
  }

  private Freshness freshness() {
    long jitter = options.get(CacheOptions.EXPIRY_JITTER);
    if (jitter > MOST_JITTER) {
      tell(
          CacheOptions.EXPIRY_JITTER,
          "expiry-jitter must be <= " + MOST_JITTER + " (percent) but is " + jitter);
    }
    Duration staleFor = options.find(CacheOptions.STALE_FOR);
    return new Freshness(
        staleFor == null ? Duration.ZERO : staleFor,
        options.find(CacheOptions.LOADER_PATIENCE),
        options.get(CacheOptions.EARLY_REFRESH),
        jitter,
        options.find(CacheOptions.LOAD_LEASE));
  }

  private boolean tellsOfOthers() {
    String events = options.get(CacheOptions.EVENTS);
    if (!events.equals("local") && !events.equals("cluster")) {
      tell(CacheOptions.EVENTS, "events must be local or cluster but is \"" + events + "\"");
    }
    return events.equals("cluster");
  }

  private boolean degrades() {
    String onFailure = options.get(CacheOptions.ON_FAILURE);
    if (!onFailure.equals("degrade") && !onFailure.equals("fail")) {
      tell(
          CacheOptions.ON_FAILURE,
          "on-failure must be degrade or fail but is \"" + onFailure + "\"");
    }
    return onFailure.equals("degrade");
  }

  private void tell(Option<?> option, String problem) {
    problems.add(settings, option, home, problem);
  }

  /** The names in a list with commas between; empty ones are left out. */
  static List<String> names(@Nullable String list) {
    return list == null
        ? List.of()
        : Stream.of(list.split(","))
            .map(String::strip)
            .filter(entry -> !entry.isEmpty())
            .collect(Collectors.toList());
  }
}
