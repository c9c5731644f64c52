package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the statistics count, as the bean shows it, right when the operation has returned. */
@Timeout(60)
class StatisticsTest {

  /** The cache has {@code a=1} and {@code b=1}, and lacks {@code x} and {@code y}. */
  static Stream<Arguments> operations() {
    return Stream.of(
        counted("get", 1, 1, 0, 0, c -> both(c::get, "a", "x")),
        counted("getAll", 2, 2, 0, 0, c -> c.getAll(Set.of("a", "b", "x", "y"))),
        counted("containsKey", 0, 0, 0, 0, c -> both(c::containsKey, "a", "x")),
        counted("put", 0, 0, 2, 0, c -> both(key -> c.put(key, 2), "a", "x")),
        counted("putAll", 0, 0, 3, 0, c -> c.putAll(Map.of("a", 2, "x", 2, "y", 2))),
        counted("getAndPut", 1, 1, 2, 0, c -> both(key -> c.getAndPut(key, 2), "a", "x")),
        counted("putIfAbsent", 1, 1, 1, 0, c -> both(key -> c.putIfAbsent(key, 2), "a", "x")),
        counted("remove", 0, 0, 0, 1, c -> both(c::remove, "a", "x")),
        counted("remove if equal", 1, 1, 0, 1, c -> both(key -> c.remove(key, 1), "a", "x")),
        counted("remove if equal but is not", 1, 0, 0, 0, c -> c.remove("a", 9)),
        counted("getAndRemove", 1, 1, 0, 1, c -> both(c::getAndRemove, "a", "x")),
        counted("removeAll of keys", 0, 0, 0, 2, c -> c.removeAll(Set.of("a", "b", "x"))),
        counted("removeAll", 0, 0, 0, 2, Cache::removeAll),
        counted("clear", 0, 0, 0, 0, Cache::clear),
        counted("replace", 1, 1, 1, 0, c -> both(key -> c.replace(key, 2), "a", "x")),
        counted("replace if equal", 1, 1, 1, 0, c -> both(key -> c.replace(key, 1, 2), "a", "x")),
        counted("replace if equal but is not", 1, 0, 0, 0, c -> c.replace("a", 9, 2)),
        counted("getAndReplace", 1, 1, 1, 0, c -> both(key -> c.getAndReplace(key, 2), "a", "x")),
        counted("iterator", 2, 0, 0, 0, c -> c.forEach(entry -> {})),
        counted("iterator remove", 2, 0, 0, 2, StatisticsTest::removeOneByOne),
        counted(
            "invoke nothing", 1, 1, 0, 0, c -> both(key -> c.invoke(key, (e, o) -> 0), "a", "x")),
        counted(
            "invoke get",
            1,
            1,
            0,
            0,
            c -> both(key -> c.invoke(key, (e, o) -> e.exists()), "a", "x")),
        counted(
            "invokeAll set", 1, 1, 2, 0, c -> c.invokeAll(Set.of("a", "x"), StatisticsTest::set)),
        counted(
            "invokeAll remove",
            1,
            1,
            0,
            1,
            c -> c.invokeAll(Set.of("a", "x"), StatisticsTest::gone)),
        counted("set then remove", 0, 1, 0, 0, c -> c.invoke("x", StatisticsTest::setAndGone)),
        counted("loadAll", 0, 0, 0, 0, c -> load(c, false)),
        counted("loadAll replacing", 0, 0, 0, 0, c -> load(c, true)));
  }

  @ParameterizedTest(name = "{0} on {6}")
  @MethodSource("operationsOnStacks")
  void operation_someThereAndSomeNot_countsAsInTheSpecification(
      String name,
      long hits,
      long misses,
      long puts,
      long removals,
      Consumer<Cache<String, Integer>> operation,
      Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(counting());
      cache.putAll(Map.of("a", 1, "b", 1));
      Counts.clear(cache);

      operation.accept(cache);

      assertThat(Counts.of(cache)).as(name).isEqualTo(new Counts(hits, misses, puts, removals));
    }
  }

  static Stream<Arguments> operationsOnStacks() {
    return Stream.of(Caches.Stack.values())
        .flatMap(
            stack ->
                operations()
                    .map(
                        operation -> {
                          Object[] all = java.util.Arrays.copyOf(operation.get(), 7);
                          all[6] = stack;
                          return Arguments.of(all);
                        }));
  }

  @ParameterizedTest
  @EnumSource
  void readThrough_loaded_isAMissAndNoPut(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(counting().setReadThrough(true));

      assertThat(cache.get("a")).isEqualTo(2);
      assertThat(cache.getAll(Set.of("a", "b", "c"))).hasSize(3);
      assertThat(cache.<Integer>invoke("d", (entry, arguments) -> entry.getValue())).isEqualTo(2);

      assertThat(Counts.of(cache)).isEqualTo(new Counts(1, 4, 0, 0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void expired_lookedForOrRemoved_isAMissAndNoRemoval(Caches.Stack stack) {
    try (Caches caches = Scene.caches(stack)) {
      Cache<String, Integer> cache =
          caches.cache(
              counting().setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Scene.minutes(1))));
      cache.putAll(Map.of("a", 1, "b", 1, "c", 1));
      caches.clock.advance(Duration.ofMinutes(1));
      Counts.clear(cache);

      cache.removeAll(Set.of("a"));
      cache.removeAll();
      cache.get("b");

      assertThat(Counts.of(cache)).isEqualTo(new Counts(0, 1, 0, 0));
      assertThat(Counts.count(cache, "CacheEvictions")).isZero();
    }
  }

  @Test
  void evictions_bySize_areCounted() {
    try (Caches caches = new Caches(Caches.Stack.HEAP).with("caches.*.heap.max-entries", "10")) {
      Cache<String, Integer> cache = caches.cache(counting());
      for (int i = 0; i < 100; i++) {
        cache.put("k" + i, i);
      }

      await()
          .untilAsserted(
              () -> {
                cache.get("k1");
                assertThat(Counts.count(cache, "CacheEvictions")).isEqualTo(100 - size(cache));
                assertThat(size(cache)).isLessThanOrEqualTo(10);
              });
      assertThat(Counts.count(cache, "CacheRemovals")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HEAP_MEMORY", "HEAP_MEMORY_MEMORY"})
  void evictions_ofCopies_areNotCounted(Caches.Stack stack) {
    try (Caches caches = new Caches(stack).with("caches.*.heap.max-entries", "10")) {
      Cache<String, Integer> cache = caches.cache(counting());
      for (int i = 0; i < 100; i++) {
        cache.put("k" + i, i);
      }

      assertThat(size(cache)).isEqualTo(100);
      assertThat(Counts.count(cache, "CacheEvictions")).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void clearOfTheBean_setsAllToZeroAndLeavesTheCache(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(counting());
      for (int i = 0; i < 10_000; i++) {
        cache.put("a", i);
        cache.get("a");
        cache.get("x");
        cache.remove("a");
      }
      Counts.clear(cache);
      cache.put("a", 1);
      assertThat(Counts.of(cache)).isEqualTo(new Counts(0, 0, 1, 0));
      Counts.clear(cache);

      assertThat(Counts.of(cache)).isEqualTo(Counts.NONE);
      assertThat(cache.containsKey("a")).isTrue();
      for (String zero :
          Set.of(
              "CacheGets",
              "CacheEvictions",
              "CacheHitPercentage",
              "CacheMissPercentage",
              "AverageGetTime",
              "AveragePutTime",
              "AverageRemoveTime")) {
        assertThat(((Number) Counts.attribute(cache, zero)).floatValue()).as(zero).isZero();
      }
    }
  }

  @Test
  void enable_later_countsFromThenOnAndPausesWhenDisabled() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache = caches.cache(new MutableConfiguration<>());
      cache.put("a", 1);
      cache.getCacheManager().enableStatistics("books", true);
      cache.getCacheManager().enableStatistics("books", true);
      cache.get("a");

      assertThat(Counts.of(cache)).isEqualTo(new Counts(1, 0, 0, 0));

      cache.getCacheManager().enableStatistics("books", false);
      cache.get("a");
      cache.getCacheManager().enableStatistics("books", true);

      assertThat(Counts.of(cache)).isEqualTo(new Counts(1, 0, 0, 0));
    }
  }

  @Test
  void percentages_beforeAndAfter_areOfAllGets() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache = caches.cache(counting());
      assertThat(Counts.attribute(cache, "CacheHitPercentage")).isEqualTo(0f);
      assertThat(Counts.attribute(cache, "CacheMissPercentage")).isEqualTo(0f);
      cache.put("a", 1);
      cache.get("a");
      cache.get("x");
      cache.get("y");
      cache.get("z");

      assertThat(Counts.attribute(cache, "CacheHitPercentage")).isEqualTo(25f);
      assertThat(Counts.attribute(cache, "CacheMissPercentage")).isEqualTo(75f);
      assertThat(Counts.count(cache, "CacheGets")).isEqualTo(4);
    }
  }

  @Test
  void averages_ofManyOperations_areMicrosecondsAboveZero() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache = caches.cache(counting());
      for (int i = 0; i < 10_000; i++) {
        cache.put("a", i);
        cache.get("a");
        cache.remove("a");
      }

      for (String average : Set.of("AverageGetTime", "AveragePutTime", "AverageRemoveTime")) {
        assertThat((Float) Counts.attribute(cache, average)).as(average).isGreaterThan(0f);
        assertThat((Float) Counts.attribute(cache, average)).as(average).isLessThan(1_000_000f);
      }
    }
  }

  private static MutableConfiguration<String, Integer> counting() {
    return new MutableConfiguration<String, Integer>()
        .setStatisticsEnabled(true)
        .setCacheLoaderFactory(new SingletonFactory<>(new Scene.Twos()));
  }

  private static Arguments counted(
      String name,
      long hits,
      long misses,
      long puts,
      long removals,
      Consumer<Cache<String, Integer>> operation) {
    return Arguments.of(name, hits, misses, puts, removals, operation);
  }

  private static void both(Consumer<String> operation, String present, String absent) {
    operation.accept(present);
    operation.accept(absent);
  }

  private static Object set(
      javax.cache.processor.MutableEntry<String, Integer> entry, Object... o) {
    entry.setValue(2);
    return 0;
  }

  private static Object gone(
      javax.cache.processor.MutableEntry<String, Integer> entry, Object... o) {
    entry.remove();
    return 0;
  }

  private static Object setAndGone(
      javax.cache.processor.MutableEntry<String, Integer> entry, Object... o) {
    entry.setValue(2);
    entry.remove();
    return 0;
  }

  private static void load(Cache<String, Integer> cache, boolean replacing) {
    CompletionListenerFuture done = new CompletionListenerFuture();
    cache.loadAll(Set.of("a", "x"), replacing, done);
    assertThat(done).succeedsWithin(30, TimeUnit.SECONDS);
  }

  private static void removeOneByOne(Cache<String, Integer> cache) {
    for (Iterator<Cache.Entry<String, Integer>> all = cache.iterator(); all.hasNext(); ) {
      all.next();
      all.remove();
    }
  }

  private static int size(Cache<String, Integer> cache) {
    Set<String> keys = new HashSet<>();
    cache.forEach(entry -> keys.add(entry.getKey()));
    return keys.size();
  }
}
