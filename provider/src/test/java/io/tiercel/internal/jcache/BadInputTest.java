package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tiercel.TiercelCachingProvider;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.Factory;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import javax.cache.integration.CompletionListenerFuture;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers are told who ask for what cannot be, or whose own code fails. */
@Timeout(60)
@SuppressWarnings({"DataFlowIssue", "NullAway"}) // nulls are what this is about
class BadInputTest {
  private static final EntryProcessor<String, Object, Object> NOTHING = (entry, arguments) -> 0;

  static Stream<Arguments> nulls() {
    Map<String, Object> nullKey = new HashMap<>();
    nullKey.put(null, 1);
    Map<String, Object> nullValue = new HashMap<>();
    nullValue.put("k", null);
    Set<String> nullInSet = new HashSet<>();
    nullInSet.add(null);
    return Stream.of(
        given("get", "key", c -> c.get(null)),
        given("getAll", "keys", c -> c.getAll(null)),
        given("getAll of a null", "key", c -> c.getAll(nullInSet)),
        given("containsKey", "key", c -> c.containsKey(null)),
        given("loadAll", "keys", c -> c.loadAll(null, true, null)),
        given("loadAll of a null", "key", c -> c.loadAll(nullInSet, true, null)),
        given("put a null key", "key", c -> c.put(null, 1)),
        given("put a null value", "value", c -> c.put("k", null)),
        given("getAndPut a null key", "key", c -> c.getAndPut(null, 1)),
        given("getAndPut a null value", "value", c -> c.getAndPut("k", null)),
        given("putAll", "map", c -> c.putAll(null)),
        given("putAll of a null key", "key", c -> c.putAll(nullKey)),
        given("putAll of a null value", "value", c -> c.putAll(nullValue)),
        given("putIfAbsent a null key", "key", c -> c.putIfAbsent(null, 1)),
        given("putIfAbsent a null value", "value", c -> c.putIfAbsent("k", null)),
        given("remove", "key", c -> c.remove(null)),
        given("remove a null key if equal", "key", c -> c.remove(null, 1)),
        given("remove if equal to null", "oldValue", c -> c.remove("k", null)),
        given("getAndRemove", "key", c -> c.getAndRemove(null)),
        given("replace a null key", "key", c -> c.replace(null, 1)),
        given("replace by null", "value", c -> c.replace("k", null)),
        given("replace a null key if equal", "key", c -> c.replace(null, 1, 2)),
        given("replace if equal to null", "oldValue", c -> c.replace("k", null, 2)),
        given("replace by null if equal", "newValue", c -> c.replace("k", 1, null)),
        given("getAndReplace a null key", "key", c -> c.getAndReplace(null, 1)),
        given("getAndReplace by null", "value", c -> c.getAndReplace("k", null)),
        given("removeAll", "keys", c -> c.removeAll(null)),
        given("removeAll of a null", "key", c -> c.removeAll(nullInSet)),
        given("invoke a null key", "key", c -> c.invoke(null, NOTHING)),
        given("invoke null", "processor", c -> c.invoke("k", null)),
        given("invokeAll", "keys", c -> c.invokeAll(null, NOTHING)),
        given("invokeAll null", "processor", c -> c.invokeAll(Set.of("k"), null)),
        given(
            "register", "cacheEntryListenerConfiguration", c -> c.registerCacheEntryListener(null)),
        given(
            "deregister",
            "cacheEntryListenerConfiguration",
            c -> c.deregisterCacheEntryListener(null)),
        given("getConfiguration", "clazz", c -> c.getConfiguration(null)));
  }

  private static Arguments given(
      String name, String parameter, Consumer<Cache<String, Object>> operation) {
    return Arguments.of(name, parameter, operation);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nulls")
  void operation_null_namesTheParameter(
      String name, String parameter, Consumer<Cache<String, Object>> operation) {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Object> cache = caches.cache(new MutableConfiguration<>());
      cache.put("k", 1);

      assertThatThrownBy(() -> operation.accept(cache))
          .as(name)
          .isInstanceOf(NullPointerException.class)
          .hasMessage(parameter);
      assertThat(cache.get("k")).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nulls")
  void operation_closedAndNull_saysThatItIsClosedAndByWhom(
      String name, String parameter, Consumer<Cache<String, Object>> operation) {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Object> cache = caches.cache(new MutableConfiguration<>());
      cache.close();

      assertThatThrownBy(() -> operation.accept(cache))
          .as(name)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("cache \"books\" was closed by Cache.close()");
    }
  }

  static Stream<Arguments> nullsOfManager() {
    return Stream.of(
        ofManager(
            "createCache", "cacheName", m -> m.createCache(null, new MutableConfiguration<>())),
        ofManager("createCache of null", "configuration", m -> m.createCache("c", null)),
        ofManager("getCache", "cacheName", m -> m.getCache(null)),
        ofManager("getCache of keys", "keyType", m -> m.getCache("c", null, Object.class)),
        ofManager("getCache of values", "valueType", m -> m.getCache("c", Object.class, null)),
        ofManager("destroyCache", "cacheName", m -> m.destroyCache(null)),
        ofManager("enableManagement", "cacheName", m -> m.enableManagement(null, true)),
        ofManager("enableStatistics", "cacheName", m -> m.enableStatistics(null, true)));
  }

  private static Arguments ofManager(
      String name, String parameter, Consumer<CacheManager> operation) {
    return Arguments.of(name, parameter, operation);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("nullsOfManager")
  void manager_null_namesTheParameterUnlessClosed(
      String name, String parameter, Consumer<CacheManager> operation) {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      CacheManager manager = caches.manager();

      assertThatThrownBy(() -> operation.accept(manager))
          .as(name)
          .isInstanceOf(NullPointerException.class)
          .hasMessage(parameter);
      manager.close();
      assertThatThrownBy(() -> operation.accept(manager))
          .as(name)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("cache manager " + manager.getURI() + " is closed");
    }
  }

  @ParameterizedTest
  @EnumSource
  void storing_valueThatCannotBeCopied_namesItsClassAndChangesNothing(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Object> cache = caches.cache(new MutableConfiguration<>());
      cache.put("k", 1);
      Object bad = new Object();
      Map<String, Object> goodAndBad = new LinkedHashMap<>();
      goodAndBad.put("l", 1);
      goodAndBad.put("k", bad);
      List<Consumer<Cache<String, Object>>> operations =
          List.of(
              c -> c.put("k", bad),
              c -> c.getAndPut("k", bad),
              c -> c.putAll(goodAndBad),
              c -> c.putIfAbsent("l", bad),
              c -> c.replace("k", bad),
              c -> c.replace("k", 1, bad),
              c -> c.getAndReplace("k", bad),
              c ->
                  c.invoke(
                      "k",
                      (entry, arguments) -> {
                        entry.setValue(bad);
                        return null;
                      }));

      for (Consumer<Cache<String, Object>> operation : operations) {
        Throwable thrown = catchThrowable(() -> operation.accept(cache));
        assertThat(thrown instanceof EntryProcessorException ? thrown.getCause() : thrown)
            .isInstanceOf(CacheException.class)
            .hasMessageStartingWith("cache \"books\": ")
            .hasMessageContaining("java.lang.Object")
            .hasMessageContaining(
                "make it Serializable, configure a copier, or store by reference");
      }
      assertThat(cache.get("k")).isEqualTo(1);
      assertThat(cache.containsKey("l")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void loader_throws_theCallerIsToldWhichCacheAndCall(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache =
          caches.cache(
              new MutableConfiguration<String, Integer>()
                  .setReadThrough(true)
                  .setCacheLoaderFactory(new SingletonFactory<>(new FailingLoader())));

      assertThatThrownBy(() -> cache.get("k"))
          .isInstanceOf(CacheLoaderException.class)
          .hasMessage("cache \"books\": the cache loader failed in load")
          .hasRootCauseMessage("the source is down");
      assertThatThrownBy(() -> cache.getAll(Set.of("k", "l")))
          .isInstanceOf(CacheLoaderException.class)
          .hasMessage("cache \"books\": the cache loader failed in loadAll")
          .hasRootCauseMessage("the source is down");
      assertThatThrownBy(() -> cache.invoke("k", (entry, arguments) -> entry.getValue()))
          .isInstanceOf(EntryProcessorException.class)
          .cause()
          .isInstanceOf(CacheLoaderException.class)
          .hasMessage("cache \"books\": the cache loader failed in load");
      assertThatThrownBy(() -> loadAll(cache, "k"))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(CacheLoaderException.class)
          .hasMessage("cache \"books\": the cache loader failed in loadAll");
      cache.loadAll(Set.of("k"), true, null);
      assertThat(cache.containsKey("k")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void writer_throws_theCallerIsToldWhichCacheAndCall(Caches.Stack stack) {
    try (Scene scene = new Scene(stack)) {
      scene.writer.failure = new IllegalStateException("the source is down");
      Cache<String, Integer> cache = scene.cache;

      assertWriterFailed("write", () -> cache.put("k", 1));
      assertWriterFailed("writeAll", () -> cache.putAll(Map.of("k", 1)));
      assertWriterFailed("delete", () -> cache.remove("k"));
      assertWriterFailed("deleteAll", () -> cache.removeAll(Set.of("k")));
      assertThat(cache.containsKey("k")).isFalse();
    }
  }

  private static void assertWriterFailed(String call, Runnable operation) {
    assertThatThrownBy(operation::run)
        .isInstanceOf(CacheWriterException.class)
        .hasMessage(
            "cache \"books\": the cache writer failed in "
                + call
                + "; nothing was changed for the entries it did not write")
        .hasRootCauseMessage("the source is down");
  }

  @Test
  void writer_throwsItsOwnException_thatIsIt() {
    try (Scene scene = new Scene(Caches.Stack.HEAP)) {
      CacheWriterException own = new CacheWriterException("no room");
      scene.writer.failure = own;

      assertThat(catchThrowable(() -> scene.cache.put("k", 1))).isSameAs(own);
      assertThat(catchThrowable(() -> scene.cache.putAll(Map.of("k", 1)))).isSameAs(own);
      assertThat(catchThrowable(() -> scene.cache.removeAll(Set.of("k")))).isSameAs(own);
    }
  }

  @ParameterizedTest
  @EnumSource
  void putAll_writerFailsPartly_storesExactlyWhatWasWritten(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      HalfWriter writer = new HalfWriter(Set.of("b", "d"));
      Cache<String, Integer> cache = caches.cache(writing(writer));

      assertThatThrownBy(() -> cache.putAll(new TreeMap<>(Map.of("a", 1, "b", 1, "c", 1, "d", 1))))
          .isInstanceOf(CacheWriterException.class)
          .hasRootCauseMessage("no room for [b, d]");
      assertThat(keys(cache)).containsExactly("a", "c");
      assertThat(Counts.of(cache)).isEqualTo(new Counts(2, 0, 2, 0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void removeAll_writerFailsPartly_removesExactlyWhatWasDeleted(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      HalfWriter writer = new HalfWriter(Set.of());
      Cache<String, Integer> cache = caches.cache(writing(writer));
      cache.putAll(Map.of("a", 1, "b", 1, "c", 1, "d", 1, "e", 1));
      writer.refused = Set.of("b", "d");

      assertThatThrownBy(() -> cache.removeAll(new TreeSet<>(Set.of("a", "b"))))
          .isInstanceOf(CacheWriterException.class)
          .hasRootCauseMessage("no room for [b]");
      assertThat(keys(cache)).containsExactly("b", "c", "d", "e");
      assertThatThrownBy(cache::removeAll)
          .isInstanceOf(CacheWriterException.class)
          .hasRootCauseMessage("no room for [b, d]");
      assertThat(keys(cache)).containsExactly("b", "d");
      assertThat(Counts.count(cache, "CacheRemovals")).isEqualTo(3);
    }
  }

  @Test
  void listenerOrFilter_throws_theCallerIsToldWhoAndThatTheChangeStays() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache = caches.cache(new MutableConfiguration<>());
      CacheEntryCreatedListener<String, Integer> listener = new FailingListener();
      cache.registerCacheEntryListener(
          new MutableCacheEntryListenerConfiguration<>(() -> listener, null, false, true));

      assertThatThrownBy(() -> cache.put("a", 1))
          .isInstanceOf(CacheEntryListenerException.class)
          .hasMessage(
              "cache \"books\": listener "
                  + FailingListener.class.getName()
                  + " failed on CREATED;"
                  + " the change itself stays")
          .hasRootCauseMessage("not today");
      assertThat(cache.get("a")).isEqualTo(1);
    }
  }

  @Test
  void filter_throws_theCallerIsToldWhichAndThatTheChangeStays() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache = caches.cache(new MutableConfiguration<>());
      cache.registerCacheEntryListener(
          new MutableCacheEntryListenerConfiguration<>(
              FailingListener::new, FailingFilter::new, false, true));

      assertThatThrownBy(() -> cache.put("a", 1))
          .isInstanceOf(CacheEntryListenerException.class)
          .hasMessage(
              "cache \"books\": listener "
                  + FailingListener.class.getName()
                  + " or its filter "
                  + FailingFilter.class.getName()
                  + " failed on CREATED; the change itself stays")
          .hasRootCauseMessage("no opinion");
      assertThat(cache.get("a")).isEqualTo(1);
    }
  }

  @Test
  void policy_throws_isLoggedOnceAsAWarning() {
    List<LogRecord> logged = Collections.synchronizedList(new ArrayList<>());
    Logger logger = Logger.getLogger("io.tiercel.internal.expiry.Deadlines");
    Handler handler = new Collecting(logged);
    logger.addHandler(handler);
    try (Scene scene = new Scene(Caches.Stack.HEAP)) {
      scene.policy.creation =
          () -> {
            throw new IllegalStateException("no opinion");
          };
      scene.cache.put("a", 1);
      scene.cache.put("b", 1);

      assertThat(logged)
          .filteredOn(entry -> entry.getLevel().equals(java.util.logging.Level.WARNING))
          .extracting(LogRecord::getMessage)
          .containsExactly(
              "cache=books expiry policy io.tiercel.internal.jcache.Scene$Policy failed; new"
                  + " entries are kept for ever, others keep their deadline");
    } finally {
      logger.removeHandler(handler);
    }
  }

  @ParameterizedTest
  @EnumSource
  void processor_throws_theCallerIsToldAndNothingHappened(Caches.Stack stack) {
    try (Scene scene = new Scene(stack)) {
      scene.seed();
      EntryProcessor<String, Integer, Object> failing = new FailingProcessor();

      assertThatThrownBy(() -> scene.cache.invoke("k", failing))
          .isInstanceOf(EntryProcessorException.class)
          .hasMessage(
              "cache \"books\": entry processor "
                  + FailingProcessor.class.getName()
                  + " failed; the entry is as it was")
          .hasRootCauseMessage("on second thoughts");
      var results = scene.cache.invokeAll(Set.of("k", "l"), failing);
      assertThat(results).containsOnlyKeys("k", "l");
      assertThatThrownBy(() -> results.get("l").get())
          .isInstanceOf(EntryProcessorException.class)
          .hasRootCauseMessage("on second thoughts");
      assertThat(scene.cache.get("k")).isEqualTo(1);
      assertThat(scene.listener.told).isEmpty();
      assertThat(scene.writer.told).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void processor_changesItsOwnKeyThroughTheCache_isToldWhatToDoInstead(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(new MutableConfiguration<>());
      cache.put("k", 1);

      List<Runnable> changes =
          List.of(
              () -> cache.put("k", 2),
              () -> cache.putAll(Map.of("k", 2)),
              () -> cache.getAndPut("k", 2),
              () -> cache.remove("k"),
              () -> cache.removeAll(Set.of("k")),
              () -> cache.invoke("k", (entry, arguments) -> null));
      for (Runnable change : changes) {
        assertThatThrownBy(
                () ->
                    cache.invoke(
                        "k",
                        (entry, arguments) -> {
                          change.run();
                          return null;
                        }))
            .isInstanceOf(EntryProcessorException.class)
            .cause()
            .isInstanceOf(CacheException.class)
            .hasMessage(
                "an entry processor, loader or writer changes the very key it is called for; let it"
                    + " return what it wants to be stored instead");
      }
      assertThat(cache.get("k")).isEqualTo(1);
    }
  }

  @Test
  void processor_changesAnotherKeyThroughTheCache_works() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache = caches.cache(new MutableConfiguration<>());
      cache.invoke(
          "k",
          (entry, arguments) -> {
            cache.put("l", 2);
            entry.setValue(1);
            return null;
          });

      assertThat(cache.getAll(Set.of("k", "l"))).isEqualTo(Map.of("k", 1, "l", 2));
    }
  }

  static Stream<Arguments> tierFailures() {
    return Stream.of(
            failing("get", "get", Fault.Operation.GET, c -> c.get("k")),
            failing("getAll", "getAll", Fault.Operation.GET_ALL, c -> c.getAll(Set.of("k"))),
            failing("containsKey", "get", Fault.Operation.GET, c -> c.containsKey("k")),
            failing("put", "write", Fault.Operation.WRITE, c -> c.put("k", 1)),
            failing("getAndReplace", "get", Fault.Operation.GET, c -> c.getAndReplace("k", 1)),
            failing("putIfAbsent", "write", Fault.Operation.WRITE, c -> c.putIfAbsent("k", 1)),
            failing("remove", "get", Fault.Operation.GET, c -> c.remove("k", 1)),
            failing("replace", "get", Fault.Operation.GET, c -> c.replace("k", 1)),
            failing("removeAll", "scan", Fault.Operation.SCAN, Cache::removeAll),
            failing("clear", "clear", Fault.Operation.CLEAR, Cache::clear),
            failing("iterator", "scan", Fault.Operation.SCAN, c -> c.forEach(entry -> {})),
            failing("invoke", "get", Fault.Operation.GET, c -> c.invoke("k", NOTHING)))
        .flatMap(
            failure ->
                Stream.of(
                        Caches.Stack.MEMORY,
                        Caches.Stack.HEAP_MEMORY,
                        Caches.Stack.HEAP_MEMORY_MEMORY)
                    .map(
                        stack -> {
                          Object[] all = Arrays.copyOf(failure.get(), 5);
                          all[4] = stack;
                          return Arguments.of(all);
                        }));
  }

  private static Arguments failing(
      String name, String asked, Fault.Operation fault, Consumer<Cache<String, Object>> operation) {
    return Arguments.of(name, asked, fault, operation);
  }

  @ParameterizedTest(name = "{0} on {4}")
  @MethodSource("tierFailures")
  void operation_tierFails_namesCacheTierOperationAndCause(
      String name,
      String asked,
      Fault.Operation fault,
      Consumer<Cache<String, Object>> operation,
      Caches.Stack stack) {
    try (Caches caches = new Caches(stack).with("caches.*.on-failure", "fail")) {
      Cache<String, Object> cache = caches.cache(new MutableConfiguration<>());
      for (Kind kind : List.of(Kind.UNAVAILABLE, Kind.TIMEOUT)) {
        caches.chaos().clear();
        caches.chaos().add(Fault.before(fault).failing(kind));

        Throwable failure = catchThrowable(() -> operation.accept(cache));

        assertThat(failure)
            .as(name)
            .isInstanceOf(CacheException.class)
            .hasMessage(
                "cache \"books\", tier far: "
                    + asked
                    + " failed: a fault was injected before the operation took place");
        assertThat(((TierException) failure.getCause()).kind()).isEqualTo(kind);
      }
      caches.chaos().clear();
      cache.put("k", 1);
      assertThat(cache.get("k")).as("works again").isEqualTo(1);
    }
  }

  @Test
  void manager_unknownTypeOfTier_namesTheArtifact() {
    try (Caches caches = new Caches(Caches.Stack.HEAP).with("caches.films.tiers", "heap, gcs")) {
      assertThatThrownBy(caches::manager)
          .isInstanceOf(CacheException.class)
          .hasMessage(
              "cache \"films\" (property caches.films.tiers of the manager): tier type \"gcs\" is"
                  + " not on the class path; found: chaos, filesystem, heap, memory, redis. Add the"
                  + " artifact tiercel-tier-gcs");
    }
  }

  @Test
  void createCache_optionsOfATierContradict_namesCacheFileAndTier(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("shop.properties");
    Files.writeString(file, "caches.*.heap.max-entries=10\ncaches.*.heap.max-bytes=2MB\n");
    try (CacheManager manager =
        new TiercelCachingProvider().getCacheManager(file.toUri(), getClass().getClassLoader())) {

      assertThatThrownBy(() -> manager.createCache("books", new MutableConfiguration<>()))
          .isInstanceOf(CacheException.class)
          .hasMessage(
              "cache \"books\" ("
                  + file.toUri()
                  + "), tier heap: only one bound can hold but there are max-entries=10 and"
                  + " max-bytes=2MB");
      assertThat(manager.getCacheNames()).isEmpty();
    }
  }

  @Test
  void createCache_privateTierBelowSharedOne_namesCacheAndTiers() {
    try (Caches caches = new Caches(Caches.Stack.HEAP).with("caches.*.tiers", "far, heap")) {
      TiercelCacheManager manager = caches.manager();

      assertThatThrownBy(() -> manager.createCache("books", new MutableConfiguration<>()))
          .isInstanceOf(CacheException.class)
          .hasMessage(
              "cache \"books\": tier heap is private to this process and must stand above the"
                  + " shared tier far, not below it");
    }
  }

  @Test
  void createCache_copiesAboveReadsFromReplicas_namesTiersReasonAndCure() {
    try (Caches caches =
        new Caches(Caches.Stack.HEAP)
            .with("caches.*.tiers", "heap, behind")
            .with("tiers.behind.type", "redis")
            .with("tiers.behind.uri", "redis://localhost:1")
            .with("tiers.behind.read-from", "replica-preferred")) {
      TiercelCacheManager manager = caches.manager();

      assertThatThrownBy(() -> manager.createCache("books", new MutableConfiguration<>()))
          .isInstanceOf(CacheException.class)
          .hasMessage(
              "cache \"books\": tier behind is read from replicas, which may be behind, and tier"
                  + " heap above it would keep copies that nobody corrects; read tier behind from"
                  + " its master (option read-from = master), or leave tier heap out");
    }
  }

  @Test
  void createCache_diskBelowTierThatTellsNothing_saysWhyAndWhatToDo(@TempDir Path directory) {
    try (Caches caches =
        new Caches(Caches.Stack.HEAP)
            .with("caches.*.tiers", "far, disk")
            .with("tiers.far.announces", "false")
            .with("tiers.disk.type", "filesystem")
            .with("tiers.disk.directory", directory.toString())) {
      TiercelCacheManager manager = caches.manager();

      assertThatThrownBy(() -> manager.createCache("books", new MutableConfiguration<>()))
          .isInstanceOf(CacheException.class)
          .hasMessage(
              "cache \"books\": tier disk stands below the shared tier far and may only serve what"
                  + " nobody has changed meanwhile, but tier far announces no changes; put disk"
                  + " above it, or have changes announced (option announce-over)");
    }
  }

  @Test
  void createCache_factoryFails_namesCacheAndWhatItMakes() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Factory<CacheLoader<String, Integer>> failing =
          () -> {
            throw new IllegalStateException("no credentials");
          };

      assertThatThrownBy(
              () ->
                  caches.cache(
                      new MutableConfiguration<String, Integer>().setCacheLoaderFactory(failing)))
          .isInstanceOf(CacheException.class)
          .hasMessage("cache \"books\": the factory of its loader failed")
          .hasRootCauseMessage("no credentials");
      assertThatThrownBy(
              () ->
                  caches.cache(
                      new MutableConfiguration<String, Integer>()
                          .setExpiryPolicyFactory(() -> null)))
          .isInstanceOf(CacheException.class)
          .hasMessage("cache \"books\": the factory of its expiry policy made none");
    }
  }

  @Test
  void createCache_throughWithoutWhom_isAnInvalidConfiguration() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      assertThatThrownBy(() -> caches.cache(new MutableConfiguration<>().setReadThrough(true)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "cache \"books\": read-through needs a loader: set the option loader, or a"
                  + " CacheLoader in code");
      assertThatThrownBy(() -> caches.cache(new MutableConfiguration<>().setWriteThrough(true)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "cache \"books\": write-through needs a writer: set the option writer, or a"
                  + " CacheWriter in code");
    }
  }

  @Test
  void createCache_twice_saysThatItExists() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      TiercelCacheManager manager = caches.manager();
      manager.createCache("books", new MutableConfiguration<>());

      assertThatThrownBy(() -> manager.createCache("books", new MutableConfiguration<>()))
          .isInstanceOf(CacheException.class)
          .hasMessage(
              "cache \"books\" already exists in manager " + manager.getURI() + "; use getCache");
    }
  }

  @Test
  void getCache_otherTypes_saysWhichItHas() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      TiercelCacheManager manager = caches.manager();
      manager.createCache(
          "books",
          new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class));

      assertThat((Object) manager.getCache("books")).isNotNull();
      assertThatThrownBy(() -> manager.getCache("books", String.class, Long.class))
          .isInstanceOf(ClassCastException.class)
          .hasMessage(
              "cache \"books\": the type of values is java.lang.Integer, not java.lang.Long");
    }
  }

  private static MutableConfiguration<String, Integer> writing(
      CacheWriter<String, Integer> writer) {
    return new MutableConfiguration<String, Integer>()
        .setStatisticsEnabled(true)
        .setWriteThrough(true)
        .setCacheWriterFactory(new SingletonFactory<>(writer));
  }

  private static Set<String> keys(Cache<String, Integer> cache) {
    Set<String> keys = new TreeSet<>();
    cache.forEach(entry -> keys.add(entry.getKey()));
    return keys;
  }

  private static void loadAll(Cache<String, Integer> cache, String key) throws Exception {
    CompletionListenerFuture done = new CompletionListenerFuture();
    cache.loadAll(Set.of(key), true, done);
    done.get();
  }

  private static final class FailingLoader implements CacheLoader<String, Integer> {
    @Override
    public Integer load(String key) {
      throw new IllegalStateException("the source is down");
    }

    @Override
    public Map<String, Integer> loadAll(Iterable<? extends String> keys) {
      throw new IllegalStateException("the source is down");
    }
  }

  private static final class FailingListener implements CacheEntryCreatedListener<String, Integer> {
    @Override
    public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {
      throw new IllegalStateException("not today");
    }
  }

  private static final class FailingFilter implements CacheEntryEventFilter<String, Integer> {
    @Override
    public boolean evaluate(CacheEntryEvent<? extends String, ? extends Integer> event) {
      throw new IllegalStateException("no opinion");
    }
  }

  private static final class FailingProcessor implements EntryProcessor<String, Integer, Object> {
    @Override
    public @Nullable Object process(
        javax.cache.processor.MutableEntry<String, Integer> entry, Object... arguments) {
      entry.setValue(5);
      throw new IllegalStateException("on second thoughts");
    }
  }

  /** Writes and deletes all but what it refuses, as JSR-107 tells writers to report it. */
  private static final class HalfWriter implements CacheWriter<String, Integer> {
    private Set<String> refused;

    HalfWriter(Set<String> refused) {
      this.refused = refused;
    }

    @Override
    public void write(Cache.Entry<? extends String, ? extends Integer> entry) {
      throw new IllegalStateException("not asked for here");
    }

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends Integer>> entries) {
      entries.removeIf(entry -> !refused.contains(entry.getKey()));
      failIfAnyIsLeft(entries.stream().map(Cache.Entry::getKey).toList());
    }

    @Override
    public void delete(Object key) {
      throw new IllegalStateException("not asked for here");
    }

    @Override
    public void deleteAll(Collection<?> keys) {
      keys.removeIf(key -> !refused.contains(key));
      failIfAnyIsLeft(keys);
    }

    private void failIfAnyIsLeft(Collection<?> left) {
      if (!left.isEmpty()) {
        throw new IllegalStateException("no room for " + new TreeSet<>(left));
      }
    }
  }
}
