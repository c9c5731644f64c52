package io.tiercel.internal.jcache;

import static io.tiercel.tiers.testkit.Fault.Operation.CLEAR;
import static io.tiercel.tiers.testkit.Fault.Operation.GET;
import static io.tiercel.tiers.testkit.Fault.Operation.GET_ALL;
import static io.tiercel.tiers.testkit.Fault.Operation.REMOVE;
import static io.tiercel.tiers.testkit.Fault.Operation.REMOVE_ALL;
import static io.tiercel.tiers.testkit.Fault.Operation.SCAN;
import static io.tiercel.tiers.testkit.Fault.Operation.WRITE;
import static io.tiercel.tiers.testkit.Fault.Operation.WRITE_ALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tiercel.CacheHealth;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.processor.EntryProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers of the cache see when the authority cannot be reached. */
@Timeout(60)
class OutageTest {
  private static final EntryProcessor<String, Integer, Integer> NEXT =
      (entry, arguments) -> {
        entry.setValue(1);
        return 1;
      };

  static Stream<Arguments> operationsThatGoOn() {
    return onEachStack(
        goesOn("get", null, c -> c.get("k")),
        goesOn("getAll", Map.of(), c -> c.getAll(Set.of("k"))),
        goesOn("containsKey", false, c -> c.containsKey("k")),
        goesOn("put", null, does(c -> c.put("k", 2))),
        goesOn("putAll", null, does(c -> c.putAll(Map.of("k", 2, "l", 2)))),
        goesOn("remove", false, c -> c.remove("k")),
        goesOn("removeAll", null, does(c -> c.removeAll(Set.of("k")))),
        goesOn("clear", null, does(Cache::clear)));
  }

  static Stream<Arguments> operationsThatThrow() {
    return onEachStack(
        throwing("putIfAbsent", c -> c.putIfAbsent("k", 2)),
        throwing("replace", c -> c.replace("k", 2)),
        throwing("replace if equal", c -> c.replace("k", 1, 2)),
        throwing("remove if equal", c -> c.remove("k", 1)),
        throwing("getAndPut", c -> c.getAndPut("k", 2)),
        throwing("getAndReplace", c -> c.getAndReplace("k", 2)),
        throwing("getAndRemove", c -> c.getAndRemove("k")),
        throwing("invoke", c -> c.invoke("k", NEXT)),
        throwing("invokeAll", c -> c.invokeAll(Set.of("k"), NEXT).get("k").get()),
        throwing("iterator", c -> c.forEach(entry -> {})),
        throwing("removeAll", Cache::removeAll));
  }

  private static Stream<Arguments> onEachStack(Arguments... operations) {
    return Stream.of(operations)
        .flatMap(
            operation ->
                Stream.of(
                        Caches.Stack.MEMORY,
                        Caches.Stack.HEAP_MEMORY,
                        Caches.Stack.HEAP_MEMORY_MEMORY)
                    .map(
                        stack -> {
                          int length = operation.get().length;
                          Object[] all = Arrays.copyOf(operation.get(), length + 1);
                          all[length] = stack;
                          return Arguments.of(all);
                        }));
  }

  private static Arguments goesOn(
      String name, Object answer, Function<Cache<String, Integer>, Object> operation) {
    return Arguments.of(name, answer, operation);
  }

  private static Function<Cache<String, Integer>, Object> does(
      Consumer<Cache<String, Integer>> operation) {
    return cache -> {
      operation.accept(cache);
      return null;
    };
  }

  private static Arguments throwing(String name, Consumer<Cache<String, Integer>> operation) {
    return Arguments.of(name, operation);
  }

  @ParameterizedTest(name = "{0} on {3}")
  @MethodSource("operationsThatGoOn")
  void operation_authorityDown_goesOn(
      String name,
      Object answer,
      Function<Cache<String, Integer>, Object> operation,
      Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      down(caches);
      Cache<String, Integer> cache = caches.cache(new MutableConfiguration<>());

      assertThat(operation.apply(cache)).as(name).isEqualTo(answer);
    }
  }

  @ParameterizedTest(name = "{0} on {2}")
  @MethodSource("operationsThatThrow")
  void operation_authorityDown_throws(
      String name, Consumer<Cache<String, Integer>> operation, Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      down(caches);
      Cache<String, Integer> cache = caches.cache(new MutableConfiguration<>());

      assertThatThrownBy(() -> operation.accept(cache))
          .as(name)
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("cache \"books\", tier far: ");
    }
  }

  @Test
  void put_authorityDown_countsAndTellsTheWriterOnce() {
    try (Scene scene = new Scene(Caches.Stack.MEMORY)) {
      down(scene.caches);

      scene.cache.put("k", 1);

      assertThat(scene.writer.told).containsExactly("write k=1");
      assertThat(scene.listener.told).containsExactly("CREATED k=1");
      assertThat(Counts.of(scene.cache).puts()).isEqualTo(1);
    }
  }

  @Test
  void get_authorityDown_asksTheLoaderEachTime() {
    try (Scene scene = new Scene(Caches.Stack.MEMORY)) {
      down(scene.caches);

      assertThat(scene.cache.get("k")).isEqualTo(2);
      assertThat(scene.cache.get("k")).isEqualTo(2);
      assertThat(Counts.of(scene.cache).misses()).isEqualTo(2);

      scene.caches.chaos().clear();
      await().untilAsserted(() -> assertThat(scene.cache.containsKey("k")).isFalse());
    }
  }

  @Test
  void health_authorityDownAndBack_countsWhatBecameOfOperations() {
    try (Caches caches = new Caches(Caches.Stack.HEAP_MEMORY)) {
      down(caches);
      Cache<String, Integer> cache = caches.cache(new MutableConfiguration<>());

      await()
          .untilAsserted(
              () -> {
                cache.put("k", 1);
                CacheHealth.Tier far = health(cache).get(1);
                assertThat(far.answers()).isFalse();
                assertThat(far.failures()).isGreaterThanOrEqualTo(5);
                assertThat(far.refusals()).isPositive();
                assertThat(far.repairsDue()).isEqualTo(1);
              });
      assertThat(health(cache).get(0))
          .isEqualTo(new CacheHealth.Tier("heap", true, 0, 0, 0, 0, Map.of()));

      caches.chaos().clear();
      await()
          .untilAsserted(
              () -> {
                CacheHealth.Tier far = health(cache).get(1);
                assertThat(far.answers()).isTrue();
                assertThat(far.repairs()).isPositive();
                assertThat(far.repairsDue()).isZero();
              });
    }
  }

  @Test
  void close_authorityDown_saysThatItKeepsOldEntriesAndTriesNoMore() {
    List<LogRecord> logged = new CopyOnWriteArrayList<>();
    Logger logger = Logger.getLogger("io.tiercel.internal.stack.Missed");
    Handler handler = new Collecting(logged);
    logger.addHandler(handler);
    try (Caches caches = new Caches(Caches.Stack.HEAP_MEMORY)) {
      Cache<String, Integer> cache = caches.cache(new MutableConfiguration<>());
      cache.put("k", 1);
      down(caches);
      cache.put("k", 2);

      cache.close();

      assertThat(logged)
          .extracting(LogRecord::getMessage)
          .anySatisfy(
              message ->
                  assertThat(message)
                      .startsWith("cache=books tier=far was closed while it did not answer")
                      .contains("old entries of 1 keys"));
    } finally {
      logger.removeHandler(handler);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "HEAP", mode = EnumSource.Mode.EXCLUDE)
  void putAll_tierFailsOnceAfterTheWriter_storesTheOthers(Caches.Stack stack) {
    Source source = new Source();
    try (Caches caches = new Caches(stack).with("caches.*.on-failure", "fail")) {
      Cache<String, Integer> cache = caches.cache(writingTo(source));
      cache.put("c", 1);
      caches.chaos().add(Fault.before(WRITE).times(1).failing(Kind.UNAVAILABLE));

      assertThatThrownBy(() -> cache.putAll(new TreeMap<>(Map.of("a", 2, "b", 2, "c", 2))))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("cache \"books\", tier far: write failed");

      assertThat(source.rows).isEqualTo(Map.of("a", 2, "b", 2, "c", 2));
      assertThat(cache.containsKey("a")).isFalse();
      assertThat(cache.get("b")).isEqualTo(2);
      assertThat(cache.get("c")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "HEAP", mode = EnumSource.Mode.EXCLUDE)
  void removeAll_tierFailsOnceAfterTheWriter_removesTheOthers(Caches.Stack stack) {
    Source source = new Source();
    try (Caches caches = new Caches(stack).with("caches.*.on-failure", "fail")) {
      Cache<String, Integer> cache = caches.cache(writingTo(source));
      cache.putAll(Map.of("a", 1, "b", 1, "c", 1));
      caches.chaos().add(Fault.before(REMOVE).times(1).failing(Kind.UNAVAILABLE));

      assertThatThrownBy(() -> cache.removeAll(new TreeSet<>(Set.of("a", "b", "c"))))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining("cache \"books\", tier far: remove failed");

      assertThat(source.rows).isEmpty();
      assertThat(cache.get("b")).isNull();
      assertThat(cache.get("c")).isNull();
    }
  }

  private static MutableConfiguration<String, Integer> writingTo(Source source) {
    return new MutableConfiguration<String, Integer>()
        .setWriteThrough(true)
        .setCacheWriterFactory(() -> source);
  }

  private static List<CacheHealth.Tier> health(Cache<?, ?> cache) {
    return cache.unwrap(CacheHealth.class).tiers();
  }

  private static void down(Caches caches) {
    caches
        .chaos()
        .add(
            Fault.before(GET, GET_ALL, WRITE, WRITE_ALL, REMOVE, REMOVE_ALL, CLEAR, SCAN)
                .failing(Kind.UNAVAILABLE));
  }
}
