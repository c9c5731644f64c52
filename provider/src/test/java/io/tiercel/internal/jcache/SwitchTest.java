package io.tiercel.internal.jcache;

import static io.tiercel.tiers.testkit.Fault.Operation.GET;
import static io.tiercel.tiers.testkit.Fault.Operation.GET_ALL;
import static io.tiercel.tiers.testkit.Fault.Operation.REMOVE;
import static io.tiercel.tiers.testkit.Fault.Operation.REMOVE_ALL;
import static io.tiercel.tiers.testkit.Fault.Operation.WRITE;
import static io.tiercel.tiers.testkit.Fault.Operation.WRITE_ALL;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.CacheSwitch;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.Fault;
import io.tiercel.tiers.testkit.Gate;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.management.Attribute;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A cache that is switched off seems empty, and is not out of date when it is on again. */
@Timeout(60)
class SwitchTest {
  /** What changes a key, whatever is there. */
  @SuppressWarnings("ImmutableEnumChecker") // functions without state
  enum Change {
    PUT(cache -> cache.put("k", 2)),
    GET_AND_PUT(cache -> cache.getAndPut("k", 2)),
    PUT_IF_ABSENT(cache -> assertThat(cache.putIfAbsent("k", 2)).isTrue()),
    PUT_ALL(cache -> cache.putAll(Map.of("k", 2, "other", 2))),
    REMOVE(cache -> assertThat(cache.remove("k")).isFalse()),
    GET_AND_REMOVE(cache -> assertThat(cache.getAndRemove("k")).isNull()),
    REMOVE_ALL(cache -> cache.removeAll()),
    REMOVE_MANY(cache -> cache.removeAll(Set.of("k", "other"))),
    CLEAR(cache -> cache.clear()),
    INVOKE_SET(
        cache ->
            cache.invoke(
                "k",
                (entry, none) -> {
                  assertThat(entry.exists()).isFalse();
                  entry.setValue(2);
                  return null;
                })),
    INVOKE_REMOVE(
        cache ->
            cache.invoke(
                "k",
                (entry, none) -> {
                  entry.remove();
                  return null;
                }));

    private final Deed deed;

    Change(Deed deed) {
      this.deed = deed;
    }

    void perform(Cache<String, Integer> cache) {
      deed.perform(cache);
    }
  }

  private interface Deed {
    void perform(Cache<String, Integer> cache);
  }

  @ParameterizedTest
  @EnumSource
  void setEnabled_off_seemsEmptyUntilItIsOn(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(statistics());
      cache.put("k", 1);

      set(cache, false);

      assertThat(cache.get("k")).isNull();
      assertThat(cache.getAll(Set.of("k"))).isEmpty();
      assertThat(cache.containsKey("k")).isFalse();
      assertThat(cache.iterator().hasNext()).isFalse();
      assertThat(cache.replace("k", 2)).isFalse();
      assertThat(cache.remove("k", 1)).isFalse();
      assertThat(cache.<Boolean>invoke("k", (entry, none) -> entry.exists())).isFalse();
      assertThat(Counts.of(cache).hits()).isZero();
      set(cache, true);
      assertThat(cache.get("k")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void change_whileOff_leavesNothing(Change change) {
    for (Caches.Stack stack : Caches.Stack.values()) {
      try (Caches caches = new Caches(stack)) {
        Cache<String, Integer> cache = caches.cache(new MutableConfiguration<>());
        Cache<String, Integer> others = caches.cache(new MutableConfiguration<>());
        cache.put("k", 1);
        assertThat(others.get("k")).isEqualTo(stack.isShared() ? 1 : null);
        set(cache, false);

        change.perform(cache);

        assertThat(cache.get("k")).isNull();
        await().untilAsserted(() -> assertThat(others.get("k")).isNull());
        set(cache, true);
        assertThat(cache.get("k")).as(stack.toString()).isNull();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void get_whileOff_asksTheLoaderEachTimeAndStoresNothing(Caches.Stack stack) {
    Numbers numbers = new Numbers();
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(numbers.readThrough());
      set(cache, false);

      assertThat(cache.get("k")).isEqualTo(1);
      assertThat(cache.get("k")).isEqualTo(2);
      assertThat(cache.getAll(Set.of("k"))).containsEntry("k", 3);

      set(cache, true);
      assertThat(cache.containsKey("k")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void put_whileOffAndALoadIsUnderWay_isNotOverwrittenByIt(Caches.Stack stack) throws Exception {
    Numbers numbers = new Numbers();
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> here = caches.cache(numbers.readThrough());
      Cache<String, Integer> loading =
          stack.isShared() ? caches.cache(numbers.readThrough()) : here;
      Gate gate = new Gate("in the loader");
      numbers.gate.set(gate);
      CompletableFuture<Integer> loaded = supplyAsync(() -> loading.get("k"));
      gate.awaitArrival();
      set(here, false);

      here.put("k", 7);
      gate.open();

      assertThat(loaded.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      set(here, true);
      assertThat(loading.containsKey("k")).isFalse();
      assertThat(here.containsKey("k")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "HEAP", mode = EnumSource.Mode.EXCLUDE)
  void change_whileOffAndTheAuthorityDown_isMadeGood(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(new MutableConfiguration<>());
      Cache<String, Integer> others = caches.cache(new MutableConfiguration<>());
      cache.putAll(Map.of("a", 1, "b", 1));
      set(cache, false);
      caches
          .chaos()
          .add(
              Fault.before(GET, GET_ALL, WRITE, WRITE_ALL, REMOVE, REMOVE_ALL)
                  .failing(Kind.UNAVAILABLE));

      cache.put("a", 2);
      assertThat(cache.putIfAbsent("b", 2)).isTrue();
      caches.chaos().clear();
      set(cache, true);

      await()
          .untilAsserted(
              () -> {
                assertThat(others.getAll(Set.of("a", "b"))).isEmpty();
                assertThat(cache.getAll(Set.of("a", "b"))).isEmpty();
              });
    }
  }

  @ParameterizedTest
  @EnumSource(names = "HEAP", mode = EnumSource.Mode.EXCLUDE)
  void operation_changesNothingWhileOffAndTheAuthorityUnreadable_leavesWhatIsThere(
      Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(new MutableConfiguration<>());
      Cache<String, Integer> others = caches.cache(new MutableConfiguration<>());
      cache.put("k", 1);
      set(cache, false);
      caches.chaos().add(Fault.before(GET).failing(Kind.REJECTED));

      assertThat(cache.replace("k", 2)).isFalse();
      assertThat(cache.remove("k", 1)).isFalse();
      assertThat(cache.<Boolean>invoke("k", (entry, none) -> entry.exists())).isFalse();

      caches.chaos().clear();
      set(cache, true);
      assertThat(cache.get("k")).isEqualTo(1);
      assertThat(others.get("k")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void put_bornDeadWhileOff_leavesNothing(Caches.Stack stack) {
    for (boolean readable : List.of(true, false)) {
      try (Caches caches = new Caches(stack)) {
        Scene.Policy policy = new Scene.Policy();
        Cache<String, Integer> cache =
            caches.cache(
                new MutableConfiguration<String, Integer>()
                    .setExpiryPolicyFactory(new SingletonFactory<>(policy)));
        Cache<String, Integer> others = caches.cache(new MutableConfiguration<>());
        cache.put("k", 1);
        policy.creation = () -> Scene.ZERO;
        set(cache, false);
        if (!readable) {
          caches.chaos().add(Fault.before(GET).times(1).failing(Kind.REJECTED));
        }

        cache.put("k", 2);

        set(cache, true);
        assertThat(cache.get("k")).isNull();
        await().untilAsserted(() -> assertThat(others.get("k")).isNull());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void enabled_byConfiguration_isHowItBegins(boolean enabled) {
    try (Caches caches =
        new Caches(Caches.Stack.HEAP).with("caches.*.enabled", String.valueOf(enabled))) {
      Cache<String, Integer> cache = caches.cache(new MutableConfiguration<>());

      cache.put("k", 1);

      assertThat(cache.unwrap(CacheSwitch.class).isEnabled()).isEqualTo(enabled);
      assertThat(cache.containsKey("k")).isEqualTo(enabled);
    }
  }

  @Test
  void enabled_byJmx_switches() throws Exception {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache =
          caches.cache(new MutableConfiguration<String, Integer>().setManagementEnabled(true));
      cache.put("k", 1);
      ObjectName name =
          new ObjectName(
              "io.tiercel:type=CacheSwitch,CacheManager="
                  + cache.getCacheManager().getURI().toString().replace(':', '.')
                  + ",Cache=books");

      ManagementFactory.getPlatformMBeanServer()
          .setAttribute(name, new Attribute("Enabled", false));

      assertThat(cache.containsKey("k")).isFalse();
      cache.close();
      assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(name)).isFalse();
    }
  }

  /** Knows the next number for any key. */
  private static final class Numbers implements CacheLoader<String, Integer> {
    final AtomicReference<@Nullable Gate> gate = new AtomicReference<>();
    private final AtomicInteger last = new AtomicInteger();

    MutableConfiguration<String, Integer> readThrough() {
      return new MutableConfiguration<String, Integer>()
          .setReadThrough(true)
          .setCacheLoaderFactory(new SingletonFactory<>(this));
    }

    @Override
    public Integer load(String key) {
      int next = last.incrementAndGet();
      Gate closed = gate.getAndSet(null);
      if (closed != null) {
        closed.pass();
      }
      return next;
    }

    @Override
    public Map<String, Integer> loadAll(Iterable<? extends String> keys) {
      Map<String, Integer> loaded = new HashMap<>();
      keys.forEach(key -> loaded.put(key, load(key)));
      return loaded;
    }
  }

  private static MutableConfiguration<String, Integer> statistics() {
    return new MutableConfiguration<String, Integer>().setStatisticsEnabled(true);
  }

  private static void set(Cache<String, Integer> cache, boolean enabled) {
    cache.unwrap(CacheSwitch.class).setEnabled(enabled);
  }
}
