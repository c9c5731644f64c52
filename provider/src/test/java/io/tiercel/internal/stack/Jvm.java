package io.tiercel.internal.stack;

import io.tiercel.internal.codec.Coding;
import io.tiercel.internal.codec.EncodedTier;
import io.tiercel.internal.codec.JavaCodecFactory;
import io.tiercel.internal.codec.Retention;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.ChangeListener;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.DepartureListener;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.EntryTierFactory;
import io.tiercel.tiers.spi.EntryTierSetup;
import io.tiercel.tiers.spi.OptionValues;
import io.tiercel.tiers.spi.SharedResources;
import io.tiercel.tiers.spi.TierContext;
import io.tiercel.tiers.spi.TierFactory;
import io.tiercel.tiers.testkit.Chaos;
import io.tiercel.tiers.testkit.ChaosTier;
import io.tiercel.tiers.testkit.LeaseLedger;
import io.tiercel.tiers.testkit.MemoryOptions;
import io.tiercel.tiers.testkit.MemoryStore;
import io.tiercel.tiers.testkit.MemoryTier;
import io.tiercel.tiers.testkit.TierContexts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one process has of a cache that several share: a stack of heap over one or two memory stores
 * that stand for servers, and what it was told.
 */
final class Jvm
    implements AutoCloseable, DepartureListener<String, Integer>, ChangeListener<String> {
  private final InstantSource clock;
  private final Map<String, EntryTier<String, Integer>> tiers = new LinkedHashMap<>();
  private final Map<String, EntryTier<String, Integer>> unguarded = new LinkedHashMap<>();
  private final Map<String, Chaos> chaos = new LinkedHashMap<>();
  private final List<String> departed = new ArrayList<>();
  private final List<EncodedTier<String, Integer>> feeds = new ArrayList<>();
  private @Nullable TierStack<String, Integer> stack;
  private Duration tombstoneLife = Duration.ofMinutes(1);
  private Stamps stamps = new Stamps();
  private boolean loads;
  private InDoubt inDoubt = InDoubt.READ_THROUGH;
  private long probeEvery;
  private boolean degrades = true;

  Jvm(InstantSource clock) {
    this.clock = clock;
  }

  Jvm heap() {
    EntryTierFactory factory = (EntryTierFactory) factory("heap");
    OptionValues defaults =
        OptionValues.check(factory.options(), Map.of(), getClass().getClassLoader(), p -> {});
    TierContext context =
        new TierContext(
            "books",
            "heap",
            "test:books",
            defaults,
            clock,
            getClass().getClassLoader(),
            new NoSharing());
    tiers.put("heap", factory.open(context, new EntryTierSetup<>(true, null, this)));
    return this;
  }

  private static TierFactory factory(String type) {
    return ServiceLoader.load(TierFactory.class).stream()
        .map(Supplier::get)
        .filter(f -> f.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  Jvm memory(String name, MemoryStore store) {
    return memory(name, store, MemoryOptions.DEFAULT);
  }

  Jvm memory(String name, MemoryStore store, MemoryOptions options) {
    EncodedTier<String, Integer> feed =
        add(name, new MemoryTier(store, "test:books", options, clock));
    if (options.announces()) {
      feeds.add(feed);
    }
    return this;
  }

  private EncodedTier<String, Integer> add(String name, ByteTier bytes) {
    Chaos faults = new Chaos();
    chaos.put(name, faults);
    CodecContext context =
        new CodecContext(
            "books", String.class, Integer.class, List.of(), getClass().getClassLoader());
    EncodedTier<String, Integer> tier =
        EncodedTier.over(
            new ChaosTier(bytes, faults),
            context,
            Coding.of(new JavaCodecFactory().codec(context)),
            Retention.PLAIN,
            clock,
            1);
    unguarded.put(name, tier);
    tiers.put(name, new GuardedTier<>("books", name, tier, 1024));
    return tier;
  }

  /** A disk of this process alone. */
  Jvm disk(Path directory) {
    ByteTierFactory factory = (ByteTierFactory) factory("filesystem");
    Map<String, String> options = Map.of("directory", directory.toString(), "max-bytes", "4MB");
    ByteTier bytes =
        factory.open(TierContexts.of(factory, "test:books", options, clock, new LeaseLedger()));
    add("disk", bytes);
    return this;
  }

  /** Switches the guard of private replicas off: every reader may publish what it has read. */
  Jvm withoutStamps() {
    stamps =
        new Stamps() {
          @Override
          long of(Object key) {
            return 0;
          }

          @Override
          boolean isStill(Object key, long stamp) {
            return true;
          }

          @Override
          long bump(Object key) {
            return 1;
          }
        };
    return this;
  }

  /** Switches the guard of shared replicas off: a tombstone is gone the moment it is written. */
  Jvm withoutTombstones() {
    tombstoneLife = Duration.ZERO;
    return this;
  }

  Jvm loading() {
    loads = true;
    return this;
  }

  /** Every failure of a tier is thrown. */
  Jvm failing() {
    degrades = false;
    return this;
  }

  Jvm inDoubt(InDoubt what) {
    inDoubt = what;
    return this;
  }

  /** Looks after every change by others. */
  Jvm probing() {
    probeEvery = 1;
    return this;
  }

  Jvm start() {
    stack =
        new StackPlan<>(
                "books",
                tiers,
                clock,
                Entry::new,
                tombstoneLife,
                loads,
                this,
                this,
                inDoubt,
                Duration.ofSeconds(5),
                probeEvery,
                degrades,
                ForkJoinPool.commonPool(),
                failure -> failure)
            .build(stamps);
    if (stack.keepsCopies()) {
      feeds.forEach(feed -> feed.subscribe(stack.changes()));
    }
    return this;
  }

  TierStack<String, Integer> stack() {
    if (stack == null) {
      throw new IllegalStateException("start() first");
    }
    return stack;
  }

  Chaos chaos(String tier) {
    return chaos.get(tier);
  }

  /** What a caller of this process sees. */
  @Nullable Integer get(String key) {
    Entry<Integer> entry = stack().get(key);
    return entry != null && stack().isLive(entry) ? entry.value() : null;
  }

  boolean has(String tier) {
    return tiers.containsKey(tier);
  }

  /** What one tier holds, or null. */
  @Nullable Integer held(String tier, String key) {
    Entry<Integer> entry = unguarded.getOrDefault(tier, tiers.get(tier)).get(key);
    return entry != null && stack().isLive(entry) ? entry.value() : null;
  }

  /** What one tier holds and may serve without a look at the authority, or null. */
  @Nullable Integer serves(String tier, String key) {
    EntryTier<String, Integer> wanted = unguarded.getOrDefault(tier, tiers.get(tier));
    Entry<Integer> entry = wanted.get(key);
    return entry == null || wanted.isUnverified(entry) ? null : held(tier, key);
  }

  /** One tier makes room. */
  void evict(String tier, String key) {
    unguarded.getOrDefault(tier, tiers.get(tier)).remove(key, Condition.always());
  }

  void put(String key, int value) {
    stack().put(key, value, Entry.NEVER);
  }

  boolean remove(String key) {
    return stack().update(key, new Removal());
  }

  List<String> departed() {
    return departed;
  }

  @Override
  public void expired(String key, Entry<Integer> entry) {
    departed.add("expired " + key + "=" + entry.value());
  }

  @Override
  public void evicted(String key, Entry<Integer> entry) {
    departed.add("evicted " + key + "=" + entry.value());
  }

  @Override
  public void changed(String key) {}

  @Override
  public void allChanged() {}

  @Override
  public void doubt() {}

  @Override
  public void armed() {}

  @Override
  public void close() {
    stack().endRepairs();
    tiers.values().forEach(EntryTier::close);
  }

  /** Removes what is there and says whether something was. */
  private static final class Removal implements Transition<Integer, Boolean> {
    private boolean found;

    @Override
    public Decision<Integer> decide(@Nullable Entry<Integer> live, @Nullable Entry<Integer> trace) {
      found = live != null;
      return Decision.remove();
    }

    @Override
    public boolean isBlind() {
      return true;
    }

    @Override
    public Boolean settled() {
      return found;
    }
  }

  private static final class NoSharing implements SharedResources {
    @Override
    public <T extends AutoCloseable> Lease<T> lease(Object identity, Supplier<? extends T> open) {
      throw new UnsupportedOperationException("the heap shares nothing");
    }
  }
}
