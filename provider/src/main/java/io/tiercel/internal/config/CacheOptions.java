package io.tiercel.internal.config;

import io.tiercel.tiers.spi.Option;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every option of a cache that does not belong to a tier: {@code caches.books.<option>}, {@code
 * caches.books.expiry.<option>}.
 */
final class CacheOptions {
  /** What stands before the options of {@link #EXPIRY}. */
  static final String EXPIRY_GROUP = "expiry";

  /** The only option of the whole manager. */
  static final Option<String> PREFIX =
      Option.text(
              "prefix",
              "Sets the caches of this configuration apart from others on a shared backend;"
                  + " does nothing without a shared tier.")
          .byDefault("tiercel");

  /** Understood for every tier. */
  static final Option<String> TYPE =
      Option.text("type", "The type of the tier; the tier's name unless given.");

  static final Option<String> TIERS =
      Option.text("tiers", "The tiers of the cache, top first, separated by commas.")
          .byDefault("heap");

  static final Option<Boolean> ENABLED =
      Option.flag(
              "enabled",
              "Whether the cache is on at first. One that is off seems empty and stores nothing;"
                  + " CacheSwitch, also by JMX, switches it at run time.")
          .byDefault(true);

  static final Option<String> KEY_TYPE =
      Option.text(
          "key-type",
          "The class of keys unless code names one; asking for the cache with another is refused.");
  static final Option<String> VALUE_TYPE =
      Option.text(
          "value-type",
          "The class of values unless code names one; asking for the cache with another is"
              + " refused.");
  static final Option<Boolean> STORE_BY_VALUE =
      Option.flag(
              "store-by-value",
              "Whether the cache keeps copies of mutable keys and values; false needs a stack of"
                  + " heap alone.")
          .byDefault(true);
  static final Option<Boolean> STATISTICS =
      Option.flag("statistics", "Whether hits, misses and times are counted.").byDefault(false);
  static final Option<Boolean> MANAGEMENT =
      Option.flag("management", "Whether the cache shows its configuration by JMX.")
          .byDefault(false);
  static final Option<Boolean> READ_THROUGH =
      Option.flag("read-through", "Whether a miss asks the loader; needs a loader.")
          .byDefault(false);
  static final Option<Boolean> WRITE_THROUGH =
      Option.flag("write-through", "Whether a change is told to the writer; needs a writer.")
          .byDefault(false);
  static final Option<String> LOADER =
      Option.text(
          "loader",
          "The class of the CacheLoader, with a public constructor without parameters; serves"
              + " loadAll, and misses when read-through.");
  static final Option<String> WRITER =
      Option.text(
          "writer",
          "The class of the CacheWriter, with a public constructor without parameters; does"
              + " nothing without write-through.");
  static final Option<String> CODEC =
      Option.text(
              "codec", "Turns keys and values into bytes; does nothing on a stack of heap alone.")
          .byDefault("java");
  static final Option<String> COPIER =
      Option.text(
          "copier",
          "Copies mutable values that stay on the heap; the codec's own unless given; does nothing"
              + " by reference.");
  static final Option<String> COMPRESSION =
      Option.text(
              "compression",
              "Makes values smaller outside the heap: lz4 or zstd, each with an artifact of its"
                  + " own, or none; kept where it saves an eighth at least.")
          .byDefault("none");
  static final Option<Long> COMPRESSION_THRESHOLD =
      Option.bytes(
              "compression-threshold",
              "Values of fewer bytes are not compressed; does nothing without compression.")
          .byDefault(1024L)
          .atLeast(1L);
  static final Option<String> ENCRYPTION_KEYS =
      Option.text(
              "encryption-keys",
              "Encrypts values outside the heap: id:key pairs, separated by commas, of which the"
                  + " first writes and all read, each key 32 bytes in Base64; or file:, a file of"
                  + " such pairs; or class:, an EncryptionKeys.")
          .hidden();
  static final Option<String> ALLOWED_CLASSES =
      Option.text(
          "allowed-classes",
          "Classes and packages, such as com.acme.*, that may be read back from bytes beyond the"
              + " declared types; separated by commas.");
  static final Option<String> ANNOUNCE_OVER =
      Option.text(
          "announce-over",
          "The tier, such as one of type redis, over which processes tell each other of changes in"
              + " the shared tiers that cannot announce them; need not be one of tiers, and does"
              + " nothing where all can.");
  static final Option<Duration> MAX_STALENESS =
      Option.duration(
              "max-staleness",
              "How long a private copy of a shared entry may live where a shared tier below does not"
                  + " announce changes by itself; 1m where it has announce-over; does nothing"
                  + " elsewhere.")
          .byDefault(Duration.ofSeconds(5))
          .atLeast(Duration.ofMillis(1));
  static final Option<String> IN_DOUBT =
      Option.text(
              "in-doubt",
              "What becomes of private copies while changes by others may go unheard. read-through:"
                  + " they are not served; serve: they are, for max-staleness; drop: they are"
                  + " dropped at once.")
          .byDefault("read-through");
  static final Option<Long> PROBE_EVERY =
      Option.count(
              "probe-every",
              "Of so many changes by others one is looked after: whether the copy here has followed"
                  + " is seen after 1 s and 10 s; 0: of none.")
          .byDefault(0L)
          .atLeast(0L);

  /** The default of {@link #MAX_STALENESS} where there is {@link #ANNOUNCE_OVER}. */
  static final Duration MAX_STALENESS_ANNOUNCED = Duration.ofMinutes(1);

  static final Option<Duration> STALE_FOR =
      Option.duration(
              "stale-for",
              "How long an expired entry is kept, to be served when the loader fails; a removed entry"
                  + " never is. Bends JSR-107; does nothing without read-through.")
          .atLeast(Duration.ofMillis(1));
  static final Option<Duration> LOADER_PATIENCE =
      Option.duration(
              "loader-patience",
              "How long a caller waits for the loader while there is an expired entry to serve; the"
                  + " load goes on, and its value is stored. Does nothing without stale-for.")
          .atLeast(Duration.ofMillis(1));
  static final Option<Long> EXPIRY_JITTER =
      Option.count(
              "expiry-jitter",
              "By how many percent of its life an entry may end early, by chance, so that what was"
                  + " stored together does not expire together; at most 50.")
          .byDefault(0L)
          .atLeast(0L);
  static final Option<Boolean> EARLY_REFRESH =
      Option.flag(
              "early-refresh",
              "Whether a read close to the end of an entry's life has it loaded anew in the background:"
                  + " the likelier, the closer it is and the longer loads take; does nothing without"
                  + " read-through.")
          .byDefault(false);
  static final Option<Duration> LOAD_LEASE =
      Option.duration(
              "load-lease",
              "How long a process that loads a key keeps the others from loading it too: their gets"
                  + " wait for what it brings, and load themselves after that. Needs a shared tier;"
                  + " does nothing without read-through.")
          .atLeast(Duration.ofMillis(1));
  static final Option<String> EVENTS =
      Option.text(
              "events",
              "Whose changes listeners are told of. local: those of this process; cluster: those of"
                  + " other processes too, as far as they are heard, without old values; needs a"
                  + " shared tier that announces changes, or announce-over.")
          .byDefault("local");
  static final Option<String> ON_FAILURE =
      Option.text(
              "on-failure",
              "What happens when a tier outside the heap fails. degrade: reads go on as misses, put,"
                  + " remove and clear are made good later, only what is atomic throws; fail: every"
                  + " operation throws.")
          .byDefault("degrade");
  static final Option<Long> MAX_IN_FLIGHT =
      Option.count(
              "max-in-flight",
              "How many operations on one tier outside the heap may be under way at a time; more"
                  + " are refused at once, as if it had failed.")
          .byDefault(1024L)
          .atLeast(1L);
  static final Option<Duration> TOMBSTONE_LIFE =
      Option.duration(
              "tombstone-life",
              "How long a removed key is remembered in a shared copy of a shared tier; longer than"
                  + " the longest load; does nothing with fewer than two shared tiers.")
          .byDefault(Duration.ofMinutes(5))
          .atLeast(Duration.ofSeconds(1));

  /** Options of the cache itself. */
  static final List<Option<?>> CACHE =
      withWriteBehind(
          TIERS,
          ENABLED,
          KEY_TYPE,
          VALUE_TYPE,
          STORE_BY_VALUE,
          STATISTICS,
          MANAGEMENT,
          READ_THROUGH,
          WRITE_THROUGH,
          LOADER,
          WRITER,
          CODEC,
          COPIER,
          COMPRESSION,
          COMPRESSION_THRESHOLD,
          ENCRYPTION_KEYS,
          ALLOWED_CLASSES,
          ANNOUNCE_OVER,
          MAX_STALENESS,
          IN_DOUBT,
          PROBE_EVERY,
          STALE_FOR,
          LOADER_PATIENCE,
          EARLY_REFRESH,
          EXPIRY_JITTER,
          LOAD_LEASE,
          EVENTS,
          ON_FAILURE,
          MAX_IN_FLIGHT,
          TOMBSTONE_LIFE);

  /** Those of {@link #CACHE} whose value is the name of a class or type, or an object from code. */
  static final List<Option<?>> NAMED =
      List.of(KEY_TYPE, VALUE_TYPE, LOADER, WRITER, CODEC, COPIER, ENCRYPTION_KEYS);

  static final Option<Duration> CREATED =
      life("created", "An entry lives this long from its creation on.");
  static final Option<Duration> MODIFIED =
      life("modified", "An entry lives this long from its creation or last update on.");
  static final Option<Duration> ACCESSED =
      life("accessed", "An entry lives this long from its creation or last access on.");
  static final Option<Duration> TOUCHED =
      life("touched", "An entry lives this long from its creation, last update or access on.");
  static final Option<Boolean> ETERNAL =
      Option.flag("eternal", "true: entries do not expire, whatever a wider template says.");

  static final Option<String> POLICY =
      Option.text(
          "policy", "The class of an ExpiryPolicy, with a public constructor without parameters.");

  /** Options of which a cache has at most one. */
  static final List<Option<?>> EXPIRY =
      List.of(CREATED, MODIFIED, ACCESSED, TOUCHED, ETERNAL, POLICY);

  private CacheOptions() {}

  private static List<Option<?>> withWriteBehind(Option<?>... others) {
    return Stream.concat(Stream.of(others), WriteBehindSettings.ALL.stream()).toList();
  }

  private static Option<Duration> life(String name, String meaning) {
    return Option.duration(name, meaning).atLeast(Duration.ofMillis(1));
  }
}
