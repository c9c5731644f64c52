package io.tiercel.internal.jcache;

import static io.tiercel.tiers.testkit.Fault.Operation.GET;
import static io.tiercel.tiers.testkit.Fault.Operation.GET_ALL;
import static io.tiercel.tiers.testkit.Fault.Operation.WRITE;
import static java.lang.Thread.State.TERMINATED;
import static java.lang.Thread.State.WAITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.Fault;
import io.tiercel.tiers.testkit.Gate;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CompletionListenerFuture;
import javax.cache.processor.EntryProcessorException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One load for a key at a time, under no lock, published only while nobody changed the key. */
@Timeout(60)
class LoadsTest {
  private final Source source = new Source();

  @ParameterizedTest
  @EnumSource
  void load_whoeverAsksMeanwhile_waitsForTheOneLoad(Caches.Stack stack) throws Exception {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      Gate gate = source.holdNext("k");

      CompletableFuture<Integer> get = CompletableFuture.supplyAsync(() -> cache.get("k"));
      gate.awaitArrival();
      List<CompletableFuture<Integer>> others =
          Stream.<Function<Cache<String, Integer>, Integer>>of(
                  c -> c.get("k"),
                  c -> c.getAll(Set.of("k")).get("k"),
                  c -> c.invoke("k", (entry, arguments) -> entry.getValue()),
                  c -> preloaded(c, "k"))
              .map(ask -> CompletableFuture.supplyAsync(() -> ask.apply(cache)))
              .toList();
      gate.open();

      assertThat(get.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      for (CompletableFuture<Integer> other : others) {
        assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      }
      assertThat(source.loads("k")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "getAll", "loadAll"})
  void load_anotherFinishedSinceTheTiersWereAsked_isNotCalledAgain(String operation)
      throws Exception {
    try (Caches caches = new Caches(Caches.Stack.MEMORY)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      Gate gate = new Gate("between missing the key and loading it");
      caches.chaos().add(Fault.after(GET, GET_ALL).times(1).holding(gate));

      CompletableFuture<Integer> late =
          CompletableFuture.supplyAsync(
              () ->
                  switch (operation) {
                    case "get" -> cache.get("k");
                    case "getAll" -> cache.getAll(Set.of("k")).get("k");
                    default -> preloaded(cache, "k");
                  });
      gate.awaitArrival();
      assertThat(cache.get("k")).isEqualTo(1);
      gate.open();

      assertThat(late.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(source.loads("k")).isEqualTo(1);
    }
  }

  @Test
  void load_processorHasTheKeyItWaitsFor_bothHaveTheOneValue() throws Exception {
    try (Caches caches = new Caches(Caches.Stack.MEMORY)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      Gate missed = new Gate("between missing the key and loading it");
      Gate processed = new Gate("in the processor");
      caches.chaos().add(Fault.after(GET).times(1).holding(missed));

      AtomicReference<Integer> got = new AtomicReference<>();
      Thread late = new Thread(() -> got.set(cache.get("k")));
      late.start();
      missed.awaitArrival();
      cache.get("other");
      CompletableFuture<Integer> invoked =
          CompletableFuture.supplyAsync(() -> valueAfter(processed, cache));
      processed.awaitArrival();
      missed.open();
      await().until(() -> late.getState() == WAITING);
      processed.open();

      assertThat(invoked.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      late.join();
      assertThat(got).hasValue(1);
      assertThat(source.loads("k")).isEqualTo(1);
    }
  }

  private static Integer valueAfter(Gate gate, Cache<String, Integer> cache) {
    return cache.invoke(
        "k",
        (entry, arguments) -> {
          gate.pass();
          return entry.getValue();
        });
  }

  @Test
  void getAll_processorAsksForAKeyItHasClaimed_bothHaveTheOneValue() throws Exception {
    try (Caches caches = new Caches(Caches.Stack.MEMORY)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      Gate missed = new Gate("between missing the keys and loading them");
      Gate asked = new Gate("asking the tiers for the first key again");
      caches.chaos().add(Fault.after(GET_ALL).times(1).holding(missed));

      CompletableFuture<Map<String, Integer>> late =
          CompletableFuture.supplyAsync(
              () -> cache.getAll(new LinkedHashSet<>(List.of("first", "k"))));
      missed.awaitArrival();
      cache.get("other");
      caches.chaos().add(Fault.before(GET).times(1).holding(asked));
      missed.open();
      asked.awaitArrival();
      AtomicReference<Integer> invoked = new AtomicReference<>();
      Thread invoking =
          new Thread(() -> invoked.set(cache.invoke("k", (entry, args) -> entry.getValue())));
      invoking.start();
      await().until(() -> Set.of(WAITING, TERMINATED).contains(invoking.getState()));
      asked.open();
      invoking.join();

      assertThat(late.get(30, TimeUnit.SECONDS)).isEqualTo(Map.of("first", 1, "k", 1));
      assertThat(invoked).hasValue(1);
      assertThat(source.loads("k")).isEqualTo(1);
    }
  }

  @Test
  void load_tierFailsWhenAskedAgain_everyWaiterIsTold() throws Exception {
    try (Caches caches = new Caches(Caches.Stack.MEMORY).with("caches.*.on-failure", "fail")) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      Gate missed = new Gate("between missing the key and loading it");
      Gate asked = new Gate("asking the tiers again");
      caches.chaos().add(Fault.after(GET).times(1).holding(missed));

      CompletableFuture<Integer> late = CompletableFuture.supplyAsync(() -> cache.get("k"));
      missed.awaitArrival();
      cache.get("other");
      caches.chaos().add(Fault.before(GET).times(1).holding(asked).failing(Kind.UNAVAILABLE));
      missed.open();
      asked.awaitArrival();
      CompletableFuture<Integer> waiter = CompletableFuture.supplyAsync(() -> cache.get("k"));
      asked.open();

      assertThatThrownBy(() -> late.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(CacheException.class);
      assertThat(waiter.handle((value, failure) -> value).get(30, TimeUnit.SECONDS)).isIn(null, 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void load_keyRemovedMeanwhile_goesToItsWaitersAndNowhereElse(Caches.Stack stack)
      throws Exception {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      Gate gate = source.holdNext("k");

      CompletableFuture<Integer> get = CompletableFuture.supplyAsync(() -> cache.get("k"));
      gate.awaitArrival();
      cache.remove("k");
      gate.open();

      assertThat(get.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(cache.containsKey("k")).isFalse();
      assertThat(cache.get("k")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void load_keyChangedThenRemovedMeanwhile_isNotPublished(Caches.Stack stack) throws Exception {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      Gate gate = source.holdNext("k");

      CompletableFuture<Integer> get = CompletableFuture.supplyAsync(() -> cache.get("k"));
      gate.awaitArrival();
      cache.put("k", 100);
      cache.remove("k");
      gate.open();

      assertThat(get.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(cache.containsKey("k")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "HEAP", mode = EnumSource.Mode.EXCLUDE)
  void load_changedThenRemovedByAnotherProcessMeanwhile_isNotPublished(Caches.Stack stack)
      throws Exception {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      Cache<String, Integer> other = caches.cache(readThrough());
      Gate gate = source.holdNext("k");

      CompletableFuture<Integer> get = CompletableFuture.supplyAsync(() -> cache.get("k"));
      gate.awaitArrival();
      other.put("k", 100);
      other.remove("k");
      gate.open();

      assertThat(get.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(cache.containsKey("k")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void load_cacheClearedMeanwhile_isNotPublished(Caches.Stack stack) throws Exception {
    assertNotPublishedAfter(stack, Cache::clear);
  }

  @ParameterizedTest
  @EnumSource
  void load_allRemovedMeanwhile_isNotPublished(Caches.Stack stack) throws Exception {
    assertNotPublishedAfter(stack, Cache::removeAll);
  }

  private void assertNotPublishedAfter(Caches.Stack stack, Consumer<Cache<String, Integer>> change)
      throws Exception {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      Gate gate = source.holdNext("k");

      CompletableFuture<Integer> get = CompletableFuture.supplyAsync(() -> cache.get("k"));
      gate.awaitArrival();
      change.accept(cache);
      gate.open();

      assertThat(get.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(cache.containsKey("k")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "HEAP", mode = EnumSource.Mode.EXCLUDE)
  void load_allRemovedWhileItIsPublished_isRemovedToo(Caches.Stack stack) throws Exception {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      Gate gate = new Gate("about to be written");
      caches.chaos().add(Fault.before(WRITE).times(1).holding(gate));

      CompletableFuture<Integer> get = CompletableFuture.supplyAsync(() -> cache.get("k"));
      gate.awaitArrival();
      Thread removing = new Thread(cache::removeAll);
      removing.start();
      await().until(() -> Set.of(WAITING, TERMINATED).contains(removing.getState()));
      gate.open();
      removing.join();

      assertThat(get.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(cache.containsKey("k")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void load_keyPutMeanwhile_neverReplacesWhatWasPut(Caches.Stack stack) throws Exception {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      Gate gate = source.holdNext("k");

      CompletableFuture<Integer> get = CompletableFuture.supplyAsync(() -> cache.get("k"));
      gate.awaitArrival();
      cache.put("k", 100);
      gate.open();

      assertThat(get.get(30, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(cache.get("k")).isEqualTo(100);
    }
  }

  @Test
  void load_underWay_blocksNeitherPutsOfItsKeyNorLoadsOfOthers() throws Exception {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      Gate gate = source.holdNext("k");

      CompletableFuture<Integer> get = CompletableFuture.supplyAsync(() -> cache.get("k"));
      gate.awaitArrival();
      cache.put("k", 7);
      assertThat(cache.get("k")).isEqualTo(7);
      assertThat(cache.get("other")).isEqualTo(1);
      assertThat(get).isNotDone();
      gate.open();
      get.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void load_loaderAsksForAnotherKey_works() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      source.onLoad("parent", () -> cache.get("child") + 10);

      assertThat(cache.get("parent")).isEqualTo(11);
      assertThat(cache.containsKey("child")).isTrue();
    }
  }

  @Test
  void load_loaderAsksForItsOwnKey_isToldSo() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      source.onLoad("k", () -> cache.get("k"));

      assertThatThrownBy(() -> cache.get("k"))
          .isInstanceOf(CacheLoaderException.class)
          .hasMessage(
              "cache \"books\": the cache loader asked the cache for the very key it is loading; let"
                  + " it ask its source instead");
    }
  }

  @Test
  void load_twoLoadersAskForEachOthersKey_oneIsToldSoAndNobodyHangs() throws Exception {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      Gate both = new Gate("the other loader has begun");
      source.onLoad(
          "a",
          () -> {
            both.pass();
            return cache.get("b");
          });
      source.onLoad(
          "b",
          () -> {
            both.open();
            return cache.get("a");
          });

      CompletableFuture<Integer> a = CompletableFuture.supplyAsync(() -> cache.get("a"));
      both.awaitArrival();
      CompletableFuture<Integer> b = CompletableFuture.supplyAsync(() -> cache.get("b"));

      assertThatThrownBy(() -> CompletableFuture.allOf(a, b).get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasStackTraceContaining("threads would wait for each other for ever");
    }
  }

  @Test
  void load_loaderFails_everyWaiterIsToldAndTheNextCallTriesAgain() throws Exception {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      Gate gate = source.holdNext("k");
      source.failNext("k");

      CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> cache.get("k"));
      gate.awaitArrival();
      CompletableFuture<Integer> second = CompletableFuture.supplyAsync(() -> cache.get("k"));
      gate.open();

      assertThatThrownBy(() -> first.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(CacheLoaderException.class)
          .hasMessageContaining("cache \"books\": the cache loader failed in load")
          .hasRootCauseMessage("the source is down");
      assertThat(second.handle((value, failure) -> failure == null ? value : 1).get()).isNotNull();
      assertThat(cache.get("k")).isNotNull();
    }
  }

  @Test
  void getAll_keyCannotBeCopied_whoWaitsForAnotherIsTold() throws Exception {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<Key, Integer> cache =
          caches.cache(
              new MutableConfiguration<Key, Integer>()
                  .setReadThrough(true)
                  .setCacheLoaderFactory(NoValues::new));
      Key good = new Key("good", () -> {});
      Gate copied = new Gate("copying the second key");
      Key bad =
          new Key(
              "bad",
              () -> {
                copied.pass();
                throw new IllegalStateException("cannot be copied");
              });

      CompletableFuture<Map<Key, Integer>> all =
          CompletableFuture.supplyAsync(
              () -> cache.getAll(new LinkedHashSet<>(List.of(good, bad))));
      copied.awaitArrival();
      AtomicReference<Throwable> told = new AtomicReference<>();
      Thread waiting = new Thread(() -> told.set(catchThrowable(() -> cache.get(good))));
      waiting.start();
      await().until(() -> waiting.getState() == WAITING);
      copied.open();

      assertThatThrownBy(() -> all.get(30, TimeUnit.SECONDS))
          .hasRootCauseMessage("cannot be copied");
      waiting.join(30_000);
      assertThat(told.get())
          .isInstanceOf(CacheLoaderException.class)
          .hasRootCauseMessage("cannot be copied");
    }
  }

  /** A key that does something when it is copied. */
  private static final class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final transient Runnable whenCopied;

    Key(String name, Runnable whenCopied) {
      this.name = name;
      this.whenCopied = whenCopied;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
      whenCopied.run();
      out.defaultWriteObject();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.name.equals(name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }
  }

  private static final class NoValues implements CacheLoader<Key, Integer> {
    @Override
    public @Nullable Integer load(Key key) {
      return null;
    }

    @Override
    public Map<Key, Integer> loadAll(Iterable<? extends Key> keys) {
      return Map.of();
    }
  }

  @Test
  void load_loaderFailsWithinAProcessor_rootCauseIsKept() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      source.failNext("k");

      assertThatThrownBy(() -> cache.invoke("k", (entry, arguments) -> entry.getValue()))
          .isInstanceOf(EntryProcessorException.class)
          .hasRootCauseMessage("the source is down");
    }
  }

  @ParameterizedTest
  @EnumSource
  void loadAll_replaceExisting_isAnotherLoadAndReplaces(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      assertThat(cache.get("k")).isEqualTo(1);

      CompletionListenerFuture done = new CompletionListenerFuture();
      cache.loadAll(Set.of("k", "l"), true, done);
      assertThat(done).succeedsWithin(Duration.ofSeconds(30));

      assertThat(cache.get("k")).isEqualTo(2);
      assertThat(cache.get("l")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "HEAP", mode = EnumSource.Mode.EXCLUDE)
  void loadAll_putByAnotherProcessMeanwhile_neverReplacesWhatWasPut(Caches.Stack stack)
      throws Exception {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      Cache<String, Integer> other = caches.cache(readThrough());
      cache.put("k", 50);
      caches.clock.advance(Duration.ofMillis(1));

      reloadWhile("k", cache, () -> other.put("k", 100));

      assertThat(cache.get("k")).isEqualTo(100);
    }
  }

  /** As an echo of an own change, it is news of the key, though no other value is there. */
  @ParameterizedTest
  @EnumSource(names = "HEAP", mode = EnumSource.Mode.EXCLUDE)
  void loadAll_lifeProlongedByAnotherProcessMeanwhile_replaces(Caches.Stack stack)
      throws Exception {
    try (Caches caches = new Caches(stack)) {
      MutableConfiguration<String, Integer> touched =
          readThrough()
              .setExpiryPolicyFactory(
                  TouchedExpiryPolicy.factoryOf(javax.cache.expiry.Duration.ONE_HOUR));
      Cache<String, Integer> cache = caches.cache(touched);
      Cache<String, Integer> other = caches.cache(touched);
      cache.put("k", 50);
      caches.clock.advance(Duration.ofMinutes(30));

      reloadWhile("k", cache, () -> other.get("k"));

      assertThat(cache.get("k")).isEqualTo(1);
    }
  }

  private void reloadWhile(String key, Cache<String, Integer> cache, Runnable meanwhile)
      throws Exception {
    Gate gate = source.holdNext(key);
    CompletionListenerFuture done = new CompletionListenerFuture();
    cache.loadAll(Set.of(key), true, done);
    gate.awaitArrival();
    meanwhile.run();
    gate.open();
    assertThat(done).succeedsWithin(Duration.ofSeconds(30));
  }

  private MutableConfiguration<String, Integer> readThrough() {
    return new MutableConfiguration<String, Integer>()
        .setReadThrough(true)
        .setCacheLoaderFactory(new FactoryBuilder.SingletonFactory<>(source));
  }

  private static Integer preloaded(Cache<String, Integer> cache, String key) {
    CompletionListenerFuture done = new CompletionListenerFuture();
    cache.loadAll(Set.of(key), false, done);
    assertThat(done).succeedsWithin(Duration.ofSeconds(30));
    return cache.get(key);
  }

  /** Answers with how often the key was asked for, as told, or not at all. */
  private static final class Source implements CacheLoader<String, Integer> {
    private final Map<String, AtomicInteger> loads = new ConcurrentHashMap<>();
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    private final Map<String, Boolean> failures = new ConcurrentHashMap<>();
    private final Map<String, Supplier<Integer>> answers = new ConcurrentHashMap<>();

    Gate holdNext(String key) {
      Gate gate = new Gate("load of " + key);
      gates.put(key, gate);
      return gate;
    }

    void failNext(String key) {
      failures.put(key, true);
    }

    void onLoad(String key, Supplier<Integer> answer) {
      answers.put(key, answer);
    }

    int loads(String key) {
      return loads.get(key).get();
    }

    @Override
    public @Nullable Integer load(String key) {
      int count = loads.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
      Gate gate = gates.remove(key);
      if (gate != null) {
        gate.pass();
      }
      if (failures.remove(key) != null) {
        throw new IllegalStateException("the source is down");
      }
      return answers.getOrDefault(key, () -> count).get();
    }

    @Override
    public Map<String, Integer> loadAll(Iterable<? extends String> keys) {
      Map<String, Integer> loaded = new HashMap<>();
      keys.forEach(key -> loaded.put(key, load(key)));
      return loaded;
    }
  }
}
