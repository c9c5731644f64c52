package io.tiercel.internal.config;

import io.tiercel.internal.codec.Compressor;
import io.tiercel.internal.stack.InDoubt;
import io.tiercel.tiers.spi.AnnouncerFactory;
import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.CodecFactory;
import io.tiercel.tiers.spi.Compression;
import io.tiercel.tiers.spi.Copier;
import io.tiercel.tiers.spi.EncryptionKeys;
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
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.cache.CacheException;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/** Makes the definition of one cache out of its settings. */
final class DefinitionBuilder {
  private static final Pattern ALLOWED =
      Pattern.compile(
          "\\p{javaJavaIdentifierPart}+(\\.\\p{javaJavaIdentifierPart}+)*(\\.\\*{1,2})?");
  private static final Set<String> OUR_CODECS = Set.of("fory", "jackson");
  private static final Set<String> OUR_COMPRESSIONS = Set.of("lz4", "zstd");
  private static final String NO_COMPRESSION = "none";
  private static final long MOST_JITTER = 50;

  private final String name;
  private final String home;
  private final Map<String, Setting> all;
  private final Map<String, Setting> settings;
  private final TierResolver tiers;
  private final Offers<CodecFactory> codecs;
  private final Offers<Compression> compressions;
  private final OptionValues options;
  private final JCacheSettings jcache;
  private final ClassLoader loader;
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
    this.codecs = codecs;
    this.compressions = compressions;
    this.loader = loader;
    this.problems = problems;
    this.jcache = new JCacheSettings(this.settings, loader, problems, home);
    this.options = options(this.settings, home, new OptionCheck(loader, problems));
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
        codec(),
        copier(),
        compressor(),
        encryptionKeys(),
        allowedClasses(),
        namespace,
        announcements(),
        maxStaleness(),
        inDoubt(),
        options.get(CacheOptions.PROBE_EVERY),
        options.get(CacheOptions.TOMBSTONE_LIFE),
        degrades(),
        (int) Math.min(Integer.MAX_VALUE, options.get(CacheOptions.MAX_IN_FLIGHT)),
        freshness(),
        WriteBehindSettings.of(options, this::tell));
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
    return stack;
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

  private @Nullable Function<CodecContext, Codec> codec() {
    CodecFactory factory = codecFactory(CacheOptions.CODEC);
    return factory == null ? null : factory::codec;
  }

  private @Nullable Function<CodecContext, Copier> copier() {
    Setting setting = settings.get(CacheOptions.COPIER.name());
    if (setting != null && setting.value() instanceof Copier copier) {
      return context -> copier;
    }
    CodecFactory factory = codecFactory(setting == null ? CacheOptions.CODEC : CacheOptions.COPIER);
    return factory == null ? null : factory::copier;
  }

  private @Nullable CodecFactory codecFactory(Option<String> option) {
    Setting setting = settings.get(option.name());
    if (setting == null) {
      return null;
    }
    if (setting.value() instanceof CodecFactory factory) {
      return factory;
    }
    CodecFactory factory = codecs.get(setting.text());
    if (factory == null) {
      problems.add(
          setting, codecs.missing(option.name(), setting.text(), "tiercel-codec-", OUR_CODECS));
    }
    return factory;
  }

  private Compressor compressor() {
    String type = options.get(CacheOptions.COMPRESSION);
    Compression chosen = compressions.get(type);
    if (chosen == null && !type.equals(NO_COMPRESSION)) {
      String name = CacheOptions.COMPRESSION.name();
      tell(
          CacheOptions.COMPRESSION,
          compressions.missing(name, type, "tiercel-codec-", OUR_COMPRESSIONS));
    }
    return new Compressor(
        compressions.all(), chosen, options.get(CacheOptions.COMPRESSION_THRESHOLD));
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

  private boolean degrades() {
    String onFailure = options.get(CacheOptions.ON_FAILURE);
    if (!onFailure.equals("degrade") && !onFailure.equals("fail")) {
      tell(
          CacheOptions.ON_FAILURE,
          "on-failure must be degrade or fail but is \"" + onFailure + "\"");
    }
    return onFailure.equals("degrade");
  }

  private @Nullable EncryptionKeys encryptionKeys() {
    Setting setting = settings.get(CacheOptions.ENCRYPTION_KEYS.name());
    if (setting == null) {
      return null;
    }
    if (setting.value() instanceof EncryptionKeys keys) {
      return keys;
    }
    try {
      return KeyRing.of(setting.text(), loader);
    } catch (IllegalArgumentException | CacheException e) {
      problems.add(setting, CacheOptions.ENCRYPTION_KEYS.name() + " " + e.getMessage());
      return null;
    }
  }

  private List<String> allowedClasses() {
    List<String> allowed = names(options.find(CacheOptions.ALLOWED_CLASSES));
    allowed.stream()
        .filter(entry -> !ALLOWED.matcher(entry).matches())
        .forEach(
            entry ->
                tell(
                    CacheOptions.ALLOWED_CLASSES,
                    "allowed-classes must name classes (com.acme.Book), packages (com.acme.*) or"
                        + " packages with all below them (com.acme.**) but has \""
                        + entry
                        + "\""));
    return allowed;
  }

  private void tell(Option<?> option, String problem) {
    Setting setting = settings.get(option.name());
    if (setting == null) {
      problems.add(home, problem);
    } else {
      problems.add(setting, problem);
    }
  }

  /** The names in a list with commas between; empty ones are left out. */
  private static List<String> names(@Nullable String list) {
    return list == null
        ? List.of()
        : Stream.of(list.split(","))
            .map(String::strip)
            .filter(entry -> !entry.isEmpty())
            .collect(Collectors.toList());
  }
}
