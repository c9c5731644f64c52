package io.tiercel;

import io.tiercel.tiers.spi.CodecFactory;
import io.tiercel.tiers.spi.Copier;
import io.tiercel.tiers.spi.EncryptionKeys;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a cache in code, in the words of the configuration file: an option {@code
 * max-staleness} there is {@link #maxStaleness} here.
 *
 * <pre>{@code
 * TieredConfiguration.of(String.class, Book.class)
 *     .tier("heap", Map.of("max-entries", 10_000))
 *     .tier("redis", Map.of("uri", "redis://localhost"))
 *     .expiryCreated(Duration.ofMinutes(10))
 * }</pre>
 *
 * <p>What is set here wins over the file; what is not set is the file's to say, and has its default
 * where that says nothing either. Values are checked when the cache is created, all of them
 * together. A created cache keeps a copy, which later changes do not reach.
 *
 * <p>Not thread-safe. Serializable when all that was set is.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public final class TieredConfiguration<K, V> implements CompleteConfiguration<K, V> {
  private static final long serialVersionUID = 1L;

  private static final String EXPIRY = "expiry.";

  /** By the name of the option: {@code statistics}, {@code expiry.created}, {@code heap.type}. */
  private final LinkedHashMap<String, Object> settings = new LinkedHashMap<>();

  private final LinkedHashSet<CacheEntryListenerConfiguration<K, V>> listeners =
      new LinkedHashSet<>();

  /** A configuration of which nothing is set. */
  public TieredConfiguration() {}

  /** A copy. */
  public TieredConfiguration(TieredConfiguration<K, V> other) {
    settings.putAll(other.settings);
    listeners.addAll(other.listeners);
  }

  /** A configuration of which only the types are set. */
  public static <K, V> TieredConfiguration<K, V> of(Class<K> keyType, Class<V> valueType) {
    return new TieredConfiguration<K, V>().types(keyType, valueType);
  }

  /**
   * The classes of keys and values (options {@code key-type}, {@code value-type}). Whoever asks for
   * the cache with others is refused. Default: {@code Object}, which means unchecked.
   */
  public TieredConfiguration<K, V> types(Class<K> keyType, Class<V> valueType) {
    set("key-type", keyType);
    return set("value-type", valueType);
  }

  /**
   * Adds a tier below those added before (option {@code tiers}). Default without any: what the file
   * says, else {@code heap} alone.
   *
   * @param name of a tier that the file describes, or a type of tier
   */
  public TieredConfiguration<K, V> tier(String name) {
    return tier(name, Map.of());
  }

  /**
   * Adds a tier below those added before, with options for this cache.
   *
   * @param name of a tier that the file describes, or a type of tier; anything else with the option
   *     {@code type}
   * @param options by the names of the configuration file; numbers, durations and flags may be
   *     objects or text: {@code Map.of("max-entries", 10_000)}
   */
  public TieredConfiguration<K, V> tier(String name, Map<String, ?> options) {
    Objects.requireNonNull(name, "name");
    options.forEach((option, value) -> set(name + "." + option, value));
    Object above = settings.get("tiers");
    return set("tiers", above == null ? name : above + ", " + name);
  }

  /**
   * An entry lives this long from its creation on (option {@code expiry.created}). Replaces any
   * other expiry. Minimum: 1 ms.
   */
  public TieredConfiguration<K, V> expiryCreated(Duration duration) {
    return setExpiry("created", duration);
  }

  /**
   * An entry lives this long from its creation or last update on (option {@code expiry.modified}).
   * Replaces any other expiry. Minimum: 1 ms.
   */
  public TieredConfiguration<K, V> expiryModified(Duration duration) {
    return setExpiry("modified", duration);
  }

  /**
   * An entry lives this long from its creation or last access on (option {@code expiry.accessed}).
   * Replaces any other expiry. Minimum: 1 ms.
   */
  public TieredConfiguration<K, V> expiryAccessed(Duration duration) {
    return setExpiry("accessed", duration);
  }

  /**
   * An entry lives this long from its creation, last update or last access on (option {@code
   * expiry.touched}). Replaces any other expiry. Minimum: 1 ms.
   */
  public TieredConfiguration<K, V> expiryTouched(Duration duration) {
    return setExpiry("touched", duration);
  }

  /**
   * Entries do not expire, whatever the file says (option {@code expiry.eternal}). Replaces any
   * other expiry. The default where the file says nothing.
   */
  public TieredConfiguration<K, V> expiryEternal() {
    return setExpiry("eternal", true);
  }

  /**
   * A policy decides how long entries live (option {@code expiry.policy}). Replaces any other
   * expiry.
   */
  public TieredConfiguration<K, V> expiryPolicy(Factory<? extends ExpiryPolicy> factory) {
    return setExpiry("policy", factory);
  }

  /**
   * Whether the cache keeps copies of mutable keys and values (option {@code store-by-value}).
   * Default: true. False is refused unless heap is the only tier.
   */
  public TieredConfiguration<K, V> storeByValue(boolean byValue) {
    return set("store-by-value", byValue);
  }

  /**
   * Whether the cache is on at first (option {@code enabled}): one that is off seems empty and
   * stores nothing, until {@link CacheSwitch} switches it on. Default: true.
   */
  public TieredConfiguration<K, V> enabled(boolean enabled) {
    return set("enabled", enabled);
  }

  /** Whether hits, misses and times are counted (option {@code statistics}). Default: false. */
  public TieredConfiguration<K, V> statistics(boolean enabled) {
    return set("statistics", enabled);
  }

  /**
   * Whether the cache shows its configuration by JMX (option {@code management}). Default: false.
   */
  public TieredConfiguration<K, V> management(boolean enabled) {
    return set("management", enabled);
  }

  /**
   * Whether a miss asks the loader (option {@code read-through}). Default: false. True is refused
   * without a loader.
   */
  public TieredConfiguration<K, V> readThrough(boolean enabled) {
    return set("read-through", enabled);
  }

  /**
   * Whether a change is told to the writer (option {@code write-through}). Default: false. True is
   * refused without a writer.
   */
  public TieredConfiguration<K, V> writeThrough(boolean enabled) {
    return set("write-through", enabled);
  }

  /**
   * Loads values for {@code loadAll}, and for misses when {@linkplain #readThrough reading through}
   * (option {@code loader}). Default: none.
   */
  public TieredConfiguration<K, V> loader(Factory<? extends CacheLoader<K, V>> factory) {
    return set("loader", factory);
  }

  /**
   * Is told of changes (option {@code writer}). Default: none. Does nothing unless {@linkplain
   * #writeThrough writing through}.
   */
  public TieredConfiguration<K, V> writer(
      Factory<? extends CacheWriter<? super K, ? super V>> factory) {
    return set("writer", factory);
  }

  /**
   * Turns keys and values into bytes, by the name of its type (option {@code codec}). Default:
   * {@code java}. Does nothing on a stack of heap alone.
   */
  public TieredConfiguration<K, V> codec(String type) {
    return set("codec", type);
  }

  /** Turns keys and values into bytes. Does nothing on a stack of heap alone. */
  public TieredConfiguration<K, V> codec(CodecFactory factory) {
    return set("codec", factory);
  }

  /**
   * Copies mutable values that stay on the heap, by the name of a codec's type (option {@code
   * copier}). Default: the codec's own. Does nothing unless {@linkplain #storeByValue by value}.
   */
  public TieredConfiguration<K, V> copier(String type) {
    return set("copier", type);
  }

  /**
   * Copies mutable values that stay on the heap. Does nothing unless {@linkplain #storeByValue by
   * value}.
   */
  public TieredConfiguration<K, V> copier(Copier copier) {
    return set("copier", copier);
  }

  /**
   * Makes values smaller outside the heap (option {@code compression}). Default: {@code none}. Kept
   * where it saves an eighth at least.
   *
   * @param type {@code lz4} or {@code zstd}, each with an artifact of its own, or {@code none}
   */
  public TieredConfiguration<K, V> compression(String type) {
    return set("compression", type);
  }

  /**
   * Values of fewer bytes are not compressed (option {@code compression-threshold}). Default: 1024.
   * Minimum: 1. Does nothing without {@linkplain #compression compression}.
   */
  public TieredConfiguration<K, V> compressionThreshold(long bytes) {
    return set("compression-threshold", bytes);
  }

  /**
   * Encrypts values outside the heap (option {@code encryption-keys}). Default: not encrypted.
   *
   * @param keys {@code id:key} pairs, separated by commas, of which the first writes and all read,
   *     each key 32 bytes in Base64; or {@code file:} and a path; or {@code class:} and the name of
   *     an {@link EncryptionKeys}
   */
  public TieredConfiguration<K, V> encryptionKeys(String keys) {
    return set("encryption-keys", keys);
  }

  /** Encrypts values outside the heap. */
  public TieredConfiguration<K, V> encryptionKeys(EncryptionKeys keys) {
    return set("encryption-keys", keys);
  }

  /**
   * What may be read back from bytes beyond the declared types (option {@code allowed-classes}).
   * Default: nothing. Replaces what was allowed before.
   *
   * @param classes names of classes, or of packages ending in {@code .*}
   */
  public TieredConfiguration<K, V> allowedClasses(String... classes) {
    return set("allowed-classes", String.join(", ", classes));
  }

  /**
   * The tier over which processes tell each other of changes in the shared tiers that cannot
   * announce them (option {@code announce-over}). Default: none. Does nothing where all can.
   *
   * @param name of a tier that the file describes or that is one of this cache's
   */
  public TieredConfiguration<K, V> announceOver(String name) {
    return announceOver(name, Map.of());
  }

  /**
   * As {@link #announceOver(String)}, with options of the tier for this cache.
   *
   * @param options as for {@link #tier(String, Map)}
   */
  public TieredConfiguration<K, V> announceOver(String name, Map<String, ?> options) {
    options.forEach((option, value) -> set(name + "." + option, value));
    return set("announce-over", name);
  }

  /**
   * How long a private copy of a shared entry may live where a shared tier below does not announce
   * changes by itself (option {@code max-staleness}). Default: 5 s, with {@code announce-over} 1
   * min. Minimum: 1 ms. Does nothing elsewhere.
   */
  public TieredConfiguration<K, V> maxStaleness(Duration duration) {
    return set("max-staleness", duration);
  }

  /**
   * What becomes of private copies while changes by others may go unheard: {@code read-through},
   * {@code serve} or {@code drop} (option {@code in-doubt}). Default: read-through, where they are
   * not served; serve does so for {@code max-staleness}.
   */
  public TieredConfiguration<K, V> inDoubt(String what) {
    return set("in-doubt", what);
  }

  /**
   * Of so many changes by others one is looked after: whether the copy here has followed is seen
   * after 1 s and 10 s (option {@code probe-every}). Default: 0, none. Minimum: 0.
   */
  public TieredConfiguration<K, V> probeEvery(long changes) {
    return set("probe-every", changes);
  }

  /**
   * How long an expired entry is kept, to be served when the loader fails (option {@code
   * stale-for}). Default: not at all. Minimum: 1 ms. Bends JSR-107; does nothing without
   * read-through.
   */
  public TieredConfiguration<K, V> staleFor(Duration duration) {
    return set("stale-for", duration);
  }

  /**
   * How long a caller waits for the loader while there is an expired entry to serve (option {@code
   * loader-patience}). Default: until it has finished. Minimum: 1 ms. Does nothing without {@link
   * #staleFor}.
   */
  public TieredConfiguration<K, V> loaderPatience(Duration duration) {
    return set("loader-patience", duration);
  }

  /**
   * Whether a read close to the end of an entry's life has it loaded anew in the background (option
   * {@code early-refresh}). Default: false. Does nothing without read-through.
   */
  public TieredConfiguration<K, V> earlyRefresh(boolean early) {
    return set("early-refresh", early);
  }

  /**
   * How long a process that loads a key keeps the others from loading it too (option {@code
   * load-lease}): their gets wait for what it brings, and load themselves after that. Default: each
   * process loads for itself. Minimum: 1 ms. Needs a shared tier; does nothing without
   * read-through.
   */
  public TieredConfiguration<K, V> loadLease(Duration duration) {
    return set("load-lease", duration);
  }

  /**
   * Whose changes listeners are told of (option {@code events}): {@code local}, those of this
   * process, or {@code cluster}, those of other processes too, as far as they are heard, without
   * old values. Default: local. Cluster needs a shared tier that announces changes, or {@code
   * announce-over}.
   */
  public TieredConfiguration<K, V> events(String whose) {
    return set("events", whose);
  }

  /**
   * By how many percent of its life an entry may end early, by chance (option {@code
   * expiry-jitter}). Default: 0. Maximum: 50.
   */
  public TieredConfiguration<K, V> expiryJitter(long percent) {
    return set("expiry-jitter", percent);
  }

  /**
   * What happens when a tier outside the heap fails: {@code degrade} or {@code fail} (option {@code
   * on-failure}). Default: degrade, where reads go on as misses, put, remove and clear are made
   * good later, and only what is atomic throws.
   */
  public TieredConfiguration<K, V> onFailure(String what) {
    return set("on-failure", what);
  }

  /**
   * How many operations on one tier outside the heap may be under way at a time; more are refused
   * at once, as if it had failed (option {@code max-in-flight}). Default: 1024. Minimum: 1.
   */
  public TieredConfiguration<K, V> maxInFlight(long operations) {
    return set("max-in-flight", operations);
  }

  /**
   * How long a removed key is remembered in a shared copy of a shared tier; longer than the longest
   * load (option {@code tombstone-life}). Default: 5 m. Minimum: 1 s. Does nothing with fewer than
   * two shared tiers.
   */
  public TieredConfiguration<K, V> tombstoneLife(Duration duration) {
    return set("tombstone-life", duration);
  }

  /**
   * Adds a listener that the cache has from the start.
   *
   * @throws IllegalArgumentException when it was added before
   */
  public TieredConfiguration<K, V> listener(CacheEntryListenerConfiguration<K, V> listener) {
    if (!listeners.add(Objects.requireNonNull(listener, "listener"))) {
      throw new IllegalArgumentException("a listener can be added only once: " + listener);
    }
    return this;
  }

  /**
   * Where changes wait for the writer: {@code off}, {@code memory}, {@code log} or {@code stream}
   * (option {@code write-behind}). Default: off, nowhere: it is told before a change is made.
   * Anything else bends JSR-107; does nothing unless {@linkplain #writeThrough writing through}.
   */
  public TieredConfiguration<K, V> writeBehind(String where) {
    return set("write-behind", where);
  }

  /**
   * How many keys may have a change that waits for the writer (option {@code
   * write-behind-max-pending}). Default: 10 000. Minimum: 1.
   */
  public TieredConfiguration<K, V> writeBehindMaxPending(long keys) {
    return set("write-behind-max-pending", keys);
  }

  /**
   * How many changes the writer is told of at a time, at most (option {@code write-behind-batch}).
   * Default: 100. Minimum: 1.
   */
  public TieredConfiguration<K, V> writeBehindBatch(long changes) {
    return set("write-behind-batch", changes);
  }

  /**
   * How long a change waits for newer ones of its key, which take its place (option {@code
   * write-behind-delay}). Default: 100 ms. Minimum: 0.
   */
  public TieredConfiguration<K, V> writeBehindDelay(Duration duration) {
    return set("write-behind-delay", duration);
  }

  /**
   * How long an operation waits for room when too many changes wait, before it throws and changes
   * nothing (option {@code write-behind-patience}). Default: 10 s. Minimum: 0.
   */
  public TieredConfiguration<K, V> writeBehindPatience(Duration duration) {
    return set("write-behind-patience", duration);
  }

  /**
   * How long a writer that failed is left alone, doubled with each failure in a row up to 30 s
   * (option {@code write-behind-pause}). Default: 100 ms. Minimum: 1 ms.
   */
  public TieredConfiguration<K, V> writeBehindPause(Duration duration) {
    return set("write-behind-pause", duration);
  }

  /**
   * How long a change is tried again after its first failure, before it becomes a dead letter
   * (option {@code write-behind-retry-for}). Default: 1 h. Minimum: 0.
   */
  public TieredConfiguration<K, V> writeBehindRetryFor(Duration duration) {
    return set("write-behind-retry-for", duration);
  }

  /**
   * How long the closing of the cache waits for changes to be written (option {@code
   * write-behind-drain}). Default: 30 s. Minimum: 0.
   */
  public TieredConfiguration<K, V> writeBehindDrain(Duration duration) {
    return set("write-behind-drain", duration);
  }

  /**
   * Where the file of {@code writeBehind("log")} lies (option {@code write-behind-directory}).
   * Default: none, and a log is refused. Caches may share it, processes may not.
   */
  public TieredConfiguration<K, V> writeBehindDirectory(String directory) {
    return set("write-behind-directory", directory);
  }

  /**
   * When a logged change is forced to the disk: {@code commit}, before the operation returns, or
   * {@code none} (option {@code write-behind-fsync}). Default: commit.
   */
  public TieredConfiguration<K, V> writeBehindFsync(String when) {
    return set("write-behind-fsync", when);
  }

  /**
   * With {@code writeBehind("stream")}, how long other processes wait for a sign of life before
   * they take over the changes that wait in this one (option {@code write-behind-lease}). Default:
   * 10 s. The same in all.
   */
  public TieredConfiguration<K, V> writeBehindLease(Duration duration) {
    return set("write-behind-lease", duration);
  }

  /**
   * Is told of changes that the writer could not be brought to take (option {@code dead-letters}).
   * Default: none; the log has their keys in any case. Not closed with the cache.
   */
  public TieredConfiguration<K, V> deadLetters(DeadLetters deadLetters) {
    return set("dead-letters", deadLetters);
  }

  /**
   * The lowest of the tiers, to which changes are brought after they were made in the shared tier
   * above it (option {@code write-behind-tier}). Default: none, each change reaches all tiers at
   * once.
   */
  public TieredConfiguration<K, V> writeBehindTier(String name) {
    return set("write-behind-tier", name);
  }

  /**
   * What was set, by the names of the configuration file: {@code heap.max-entries} is 10000. May
   * hold secrets. A copy, in the order of setting.
   */
  public Map<String, Object> settings() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  private TieredConfiguration<K, V> set(String option, Object value) {
    settings.put(option, Objects.requireNonNull(value, option));
    return this;
  }

  private TieredConfiguration<K, V> setExpiry(String kind, Object value) {
    Objects.requireNonNull(value, kind);
    settings.keySet().removeIf(option -> option.startsWith(EXPIRY));
    return set(EXPIRY + kind, value);
  }

  private boolean flag(String option, boolean byDefault) {
    return (Boolean) settings.getOrDefault(option, byDefault);
  }

  @Override
  @SuppressWarnings("unchecked")
  public Class<K> getKeyType() {
    return (Class<K>) settings.getOrDefault("key-type", Object.class);
  }

  @Override
  @SuppressWarnings("unchecked")
  public Class<V> getValueType() {
    return (Class<V>) settings.getOrDefault("value-type", Object.class);
  }

  @Override
  public boolean isStoreByValue() {
    return flag("store-by-value", true);
  }

  @Override
  public boolean isStatisticsEnabled() {
    return flag("statistics", false);
  }

  @Override
  public boolean isManagementEnabled() {
    return flag("management", false);
  }

  @Override
  public boolean isReadThrough() {
    return flag("read-through", false);
  }

  @Override
  public boolean isWriteThrough() {
    return flag("write-through", false);
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable Factory<CacheLoader<K, V>> getCacheLoaderFactory() {
    return (Factory<CacheLoader<K, V>>) settings.get("loader");
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable Factory<CacheWriter<? super K, ? super V>> getCacheWriterFactory() {
    return (Factory<CacheWriter<? super K, ? super V>>) settings.get("writer");
  }

  @Override
  public Factory<ExpiryPolicy> getExpiryPolicyFactory() {
    for (Map.Entry<String, Object> setting : settings.entrySet()) {
      if (setting.getKey().startsWith(EXPIRY)) {
        return expiry(setting.getKey().substring(EXPIRY.length()), setting.getValue());
      }
    }
    return EternalExpiryPolicy.factoryOf();
  }

  @SuppressWarnings("unchecked")
  private static Factory<ExpiryPolicy> expiry(String kind, Object value) {
    return switch (kind) {
      case "created" -> CreatedExpiryPolicy.factoryOf(jcache((Duration) value));
      case "modified" -> ModifiedExpiryPolicy.factoryOf(jcache((Duration) value));
      case "accessed" -> AccessedExpiryPolicy.factoryOf(jcache((Duration) value));
      case "touched" -> TouchedExpiryPolicy.factoryOf(jcache((Duration) value));
      case "policy" -> (Factory<ExpiryPolicy>) value;
      default -> EternalExpiryPolicy.factoryOf();
    };
  }

  private static javax.cache.expiry.Duration jcache(Duration life) {
    return life.toMillisPart() == 0
        ? new javax.cache.expiry.Duration(TimeUnit.SECONDS, life.toSeconds())
        : new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, life.toMillis());
  }

  @Override
  public Iterable<CacheEntryListenerConfiguration<K, V>> getCacheEntryListenerConfigurations() {
    return Collections.unmodifiableSet(listeners);
  }

  /** Equal when the same has been set, tiers in the same order. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TieredConfiguration<?, ?> that
        && settings.equals(that.settings)
        && listeners.equals(that.listeners);
  }

  @Override
  public int hashCode() {
    return Objects.hash(settings, listeners);
  }

  /** The tiers, and which options are set; no values, since they may be secrets. */
  @Override
  public String toString() {
    Object tiers = settings.getOrDefault("tiers", "as configured");
    return "TieredConfiguration[tiers "
        + tiers
        + "; set: "
        + new TreeSet<>(settings.keySet())
        + "]";
  }
}
