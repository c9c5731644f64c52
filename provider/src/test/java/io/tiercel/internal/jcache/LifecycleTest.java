package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.tiercel.TiercelCachingProvider;
import io.tiercel.tiers.testkit.Fault;
import io.tiercel.tiers.testkit.Gate;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The beginning and the end of caches, managers and providers. */
@Timeout(60)
class LifecycleTest {
  private final TiercelCachingProvider provider = new TiercelCachingProvider();
  private final List<String> made = new ArrayList<>();
  private final List<String> closed = new ArrayList<>();

  @AfterEach
  void close() {
    provider.close();
  }

  static Stream<Arguments> orders() {
    Step cache = new Step("cache", (c, m, p) -> c.close());
    Step manager = new Step("manager", (c, m, p) -> m.close());
    Step all = new Step("provider", (c, m, p) -> p.close());
    return Stream.of(
            List.of(cache, manager, all),
            List.of(cache, all, manager),
            List.of(manager, cache, all),
            List.of(manager, all, cache),
            List.of(all, cache, manager),
            List.of(all, manager, cache),
            List.of(cache, cache, manager, manager, all, all))
        .map(Arguments::of);
  }

  private record Step(String name, Closer closer) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface Closer {
    void close(Cache<?, ?> cache, CacheManager manager, TiercelCachingProvider provider);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void close_inAnyOrderAndTwice_endsAllAndClosesEachThingOnce(List<Step> order) {
    CacheManager manager = provider.getCacheManager();
    Cache<String, Integer> cache = manager.createCache("books", closeables(Set.of()));
    for (Step step : order) {
      assertThatCode(() -> step.closer.close(cache, manager, provider)).doesNotThrowAnyException();
    }

    assertThat(cache.isClosed()).isTrue();
    assertThat(manager.isClosed()).isTrue();
    assertThat(closed).containsExactly("filter", "listener", "writer", "loader", "policy");
    assertThat(cache.getName()).isEqualTo("books");
    assertThat(cache.getCacheManager()).isSameAs(manager);
    assertThat(manager.getCachingProvider()).isSameAs(provider);
    assertThat(manager.getURI()).isEqualTo(provider.getDefaultURI());
    assertThat(provider.getCacheManager().createCache("books", new MutableConfiguration<>()))
        .isNotSameAs(cache);
  }

  @Test
  void closed_usedAgain_namesWhoClosedIt() {
    CacheManager manager = provider.getCacheManager();
    Map<String, Consumer<Cache<?, ?>>> closers =
        Map.of(
            "Cache.close()", Cache::close,
            "CacheManager.destroyCache()", cache -> manager.destroyCache("books"),
            "CacheManager.close()", cache -> manager.close());
    for (String closer :
        List.of("Cache.close()", "CacheManager.destroyCache()", "CacheManager.close()")) {
      Cache<String, Integer> cache = manager.createCache("books", new MutableConfiguration<>());
      closers.get(closer).accept(cache);

      assertThatThrownBy(() -> cache.get("k"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("cache \"books\" was closed by " + closer);
    }
    assertThatThrownBy(() -> manager.getCache("books"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("cache manager tiercel:default is closed");
  }

  @Test
  void close_someThingsFail_allAreClosedAndAllFailuresAreTold() {
    Cache<String, Integer> cache =
        provider.getCacheManager().createCache("books", closeables(Set.of("policy", "writer")));

    Throwable failure = catchThrowable(cache::close);

    assertThat(failure)
        .isInstanceOf(CacheException.class)
        .hasMessage("cache \"books\" was closed, but not all of it could be")
        .hasRootCauseMessage("cannot close writer");
    assertThat(failure.getSuppressed())
        .singleElement()
        .satisfies(e -> assertThat(e).hasMessage("cannot close policy"));
    assertThat(closed).containsExactly("filter", "listener", "writer", "loader", "policy");
    assertThat(cache.isClosed()).isTrue();
    assertThatCode(cache::close).doesNotThrowAnyException();
  }

  /** As the Javadoc of {@code CacheManager.close} says; it is logged. */
  @Test
  void closeOfManager_cacheFailsToClose_isIgnored() {
    CacheManager manager = provider.getCacheManager();
    Cache<String, Integer> failing = manager.createCache("books", closeables(Set.of("loader")));
    Cache<String, Integer> other = manager.createCache("films", new MutableConfiguration<>());

    assertThatCode(manager::close).doesNotThrowAnyException();
    assertThat(failing.isClosed()).isTrue();
    assertThat(other.isClosed()).isTrue();
    assertThat(closed).contains("policy");
  }

  @Test
  void createCache_listenerFactoryFails_whatWasMadeIsClosedAndTheNameIsFree() {
    CacheManager manager = provider.getCacheManager();
    MutableConfiguration<String, Integer> configuration = closeables(Set.of());
    configuration
        .setStatisticsEnabled(true)
        .setManagementEnabled(true)
        .addCacheEntryListenerConfiguration(
            new MutableCacheEntryListenerConfiguration<>(
                () -> {
                  throw new IllegalStateException("no listener today");
                },
                null,
                false,
                true));

    assertThatThrownBy(() -> manager.createCache("books", configuration))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no listener today");
    assertThat(closed)
        .containsSubsequence("writer", "loader", "policy")
        .containsExactlyInAnyOrderElementsOf(made);
    assertThat(manager.getCacheNames()).isEmpty();
    assertThat(
            java.lang.management.ManagementFactory.getPlatformMBeanServer()
                .queryNames(null, null)
                .stream()
                .filter(name -> name.toString().contains("CacheManager=tiercel.default")))
        .isEmpty();
    assertThat(manager.createCache("books", new MutableConfiguration<>())).isNotNull();
  }

  @Test
  void registerCacheEntryListener_factoryFails_isAsIfNotAsked() {
    Cache<String, Integer> cache =
        provider.getCacheManager().createCache("books", new MutableConfiguration<>());
    CacheEntryListenerConfiguration<String, Integer> failing =
        new MutableCacheEntryListenerConfiguration<>(
            () -> {
              throw new IllegalStateException("no listener today");
            },
            null,
            false,
            true);

    assertThatThrownBy(() -> cache.registerCacheEntryListener(failing))
        .hasMessage("no listener today");
    assertThat(listeners(cache)).isZero();
  }

  @Test
  void deregisterCacheEntryListener_objectServesAnotherRegistration_staysOpen() {
    Cache<String, Integer> cache =
        provider.getCacheManager().createCache("books", new MutableConfiguration<>());
    Listener shared = new Listener("shared", closed, Set.of());
    CacheEntryListenerConfiguration<String, Integer> first =
        new MutableCacheEntryListenerConfiguration<>(() -> shared, null, false, true);
    CacheEntryListenerConfiguration<String, Integer> second =
        new MutableCacheEntryListenerConfiguration<>(() -> shared, null, true, true);
    cache.registerCacheEntryListener(first);
    cache.registerCacheEntryListener(second);

    cache.deregisterCacheEntryListener(first);
    cache.deregisterCacheEntryListener(first);
    assertThat(closed).isEmpty();
    cache.deregisterCacheEntryListener(second);
    cache.close();
    assertThat(closed).containsExactly("shared");
  }

  @SuppressWarnings("unchecked")
  private static CompleteConfiguration<String, Integer> configuration(
      Cache<String, Integer> cache) {
    return cache.getConfiguration(CompleteConfiguration.class);
  }

  private static long listeners(Cache<String, Integer> cache) {
    return configuration(cache)
        .getCacheEntryListenerConfigurations()
        .spliterator()
        .getExactSizeIfKnown();
  }

  @ParameterizedTest
  @EnumSource(names = "HEAP", mode = EnumSource.Mode.EXCLUDE)
  void close_ofCacheOnSharedTier_keepsItsEntries(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      TiercelCacheManager manager = caches.manager();
      Cache<String, Integer> cache = manager.createCache("books", new MutableConfiguration<>());
      cache.put("k", 1);
      cache.close();

      assertThat(manager.getCacheNames()).isEmpty();
      Cache<String, Integer> again = manager.createCache("books", new MutableConfiguration<>());
      assertThat(again.get("k")).isEqualTo(1);
      manager.close();
      assertThat(caches.<String, Integer>cache(new MutableConfiguration<>()).get("k")).isEqualTo(1);
    }
  }

  @Test
  void close_ofCacheOnHeap_losesItsEntries() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      TiercelCacheManager manager = caches.manager();
      Cache<String, Integer> cache = manager.createCache("books", new MutableConfiguration<>());
      cache.put("k", 1);
      cache.close();

      Cache<String, Integer> again = manager.createCache("books", new MutableConfiguration<>());
      assertThat(again.get("k")).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void destroyCache_erasesItsEntriesAndNoOthers(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      TiercelCacheManager manager = caches.manager();
      Cache<String, Integer> books = manager.createCache("books", new MutableConfiguration<>());
      Cache<String, Integer> films = manager.createCache("films", new MutableConfiguration<>());
      books.put("k", 1);
      films.put("k", 2);

      manager.destroyCache("books");
      manager.destroyCache("books");
      manager.destroyCache("never was");

      assertThat(books.isClosed()).isTrue();
      assertThat(manager.getCacheNames()).containsExactly("films");
      Cache<String, Integer> again = manager.createCache("books", new MutableConfiguration<>());
      assertThat(again.get("k")).isNull();
      assertThat(films.get("k")).isEqualTo(2);
    }
  }

  @Test
  void destroyCache_tierFails_cacheIsClosedAndTheCallerIsTold() {
    try (Caches caches = new Caches(Caches.Stack.MEMORY)) {
      TiercelCacheManager manager = caches.manager();
      Cache<String, Integer> cache = manager.createCache("books", new MutableConfiguration<>());
      caches
          .chaos()
          .add(
              Fault.before(Fault.Operation.CLEAR)
                  .failing(io.tiercel.tiers.spi.TierException.Kind.UNAVAILABLE));

      assertThatThrownBy(() -> manager.destroyCache("books"))
          .isInstanceOf(CacheException.class)
          .hasMessageStartingWith("cache \"books\", tier far: clear failed: ");
      assertThat(cache.isClosed()).isTrue();
      assertThat(manager.getCacheNames()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"createCache", "getCache"})
  void open_managerClosedWhileAnotherWasOpened_isRefused(String operation) throws Exception {
    try (Caches caches = new Caches(Caches.Stack.HEAP).with("caches.films.statistics", "true")) {
      TiercelCacheManager manager = caches.manager();
      Gate gate = new Gate("in the factory of a loader");
      openThrough(gate, manager, "books");
      Thread closing = queued(manager::close);
      AtomicReference<Throwable> refusal = new AtomicReference<>();
      Thread opening =
          queued(
              () ->
                  refusal.set(
                      catchThrowable(
                          () -> {
                            if (operation.equals("getCache")) {
                              manager.getCache("films");
                            } else {
                              manager.createCache("films", new MutableConfiguration<>());
                            }
                          })));
      gate.open();
      closing.join();
      opening.join();

      assertThat(refusal.get())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageMatching("cache manager tiercel:.* is closed");
    }
  }

  @Test
  void getCache_destroyedWhileAnotherWasOpened_isNotThere() throws Exception {
    try (Caches caches = new Caches(Caches.Stack.HEAP).with("caches.films.statistics", "true")) {
      TiercelCacheManager manager = caches.manager();
      Gate first = new Gate("in the factory of the first loader");
      Gate second = new Gate("in the factory of the second loader");
      openThrough(first, manager, "books");
      Thread destroying = queued(() -> manager.destroyCache("films"));
      Thread between = queued(() -> manager.createCache("more books", loadingThrough(second)));
      AtomicReference<Cache<?, ?>> found = new AtomicReference<>();
      Thread getting = queued(() -> found.set(manager.getCache("films")));
      first.open();
      destroying.join();
      second.open();
      between.join();
      getting.join();

      assertThat(found.get() == null).isTrue();
    }
  }

  private static void openThrough(Gate gate, CacheManager manager, String name) {
    new Thread(() -> manager.createCache(name, loadingThrough(gate))).start();
    gate.awaitArrival();
  }

  private static MutableConfiguration<String, Integer> loadingThrough(Gate gate) {
    return new MutableConfiguration<String, Integer>()
        .setCacheLoaderFactory(
            () -> {
              gate.pass();
              return null;
            });
  }

  /** A thread that waits for its turn. */
  private static Thread queued(Runnable work) {
    Thread thread = new Thread(work);
    thread.start();
    await().until(() -> thread.getState() == Thread.State.WAITING);
    return thread;
  }

  @Test
  void declaredCache_isThereUntilDestroyed() {
    try (Caches caches =
        new Caches(Caches.Stack.HEAP)
            .with("caches.books.statistics", "true")
            .with("caches.films.statistics", "true")) {
      TiercelCacheManager manager = caches.manager();
      assertThat(manager.getCacheNames()).containsExactly("books", "films");

      Cache<String, Integer> books = manager.getCache("books");
      assertThat(books).isNotNull();
      assertThat((Object) manager.getCache("books")).isSameAs(books);
      assertThat((Object) manager.getCache("other")).isNull();
      books.close();
      assertThat((Object) manager.getCache("books")).isNotNull().isNotSameAs(books);

      manager.destroyCache("books");
      manager.destroyCache("films");
      assertThat(manager.getCacheNames()).isEmpty();
      assertThat((Object) manager.getCache("books")).isNull();
      assertThat((Object) manager.getCache("films")).isNull();

      assertThat(manager.createCache("books", new MutableConfiguration<>())).isNotNull();
      assertThat(manager.getCacheNames()).containsExactly("books");
    }
  }

  /** The declaration gives tiers, bounds and options; the code gives the rest. */
  @Test
  void createCache_declared_mergesWithTheDeclaration() {
    try (Caches caches = new Caches(Caches.Stack.HEAP).with("caches.books.statistics", "true")) {
      TiercelCacheManager manager = caches.manager();
      Cache<String, Integer> cache =
          manager.createCache(
              "books",
              new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class));

      CompleteConfiguration<String, Integer> configuration = configuration(cache);
      assertThat(configuration.isStatisticsEnabled()).isTrue();
      assertThat(configuration.getKeyType()).isEqualTo(String.class);
    }
  }

  @Test
  void getCacheNames_isASnapshotNobodyCanChange() {
    CacheManager manager = provider.getCacheManager();
    manager.createCache("books", new MutableConfiguration<>());
    Iterable<String> names = manager.getCacheNames();
    manager.createCache("films", new MutableConfiguration<>());

    assertThat(names).containsExactly("books");
    var iterator = names.iterator();
    iterator.next();
    assertThatThrownBy(iterator::remove).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void getCacheManager_defaults_isTheSameUntilClosed() {
    CacheManager manager = provider.getCacheManager(null, null, null);
    assertThat(provider.getCacheManager()).isSameAs(manager);
    assertThat(provider.getCacheManager(provider.getDefaultURI(), provider.getDefaultClassLoader()))
        .isSameAs(manager);
    assertThat(manager.getURI()).isEqualTo(URI.create("tiercel:default"));
    assertThat(manager.getClassLoader()).isSameAs(TiercelCachingProvider.class.getClassLoader());
    assertThat(manager.getProperties()).isEmpty();
    manager.close();

    assertThat(provider.getCacheManager()).isNotSameAs(manager);
    assertThat(provider.getCacheManager().isClosed()).isFalse();
  }

  @Test
  void getProperties_areThoseGivenFirst() {
    Properties given = new Properties();
    given.setProperty("prefix", "shop");
    CacheManager manager = provider.getCacheManager(null, null, given);
    given.setProperty("prefix", "changed");

    assertThat(manager.getProperties()).containsExactly(Map.entry("prefix", "shop"));
    assertThat(provider.getCacheManager(null, null, given)).isSameAs(manager);
    manager.getProperties().setProperty("prefix", "changed");
    assertThat(manager.getProperties()).containsExactly(Map.entry("prefix", "shop"));
  }

  @Test
  void close_ofAClassLoader_closesOnlyItsManagers() throws IOException {
    try (URLClassLoader other = loader()) {
      CacheManager mine = provider.getCacheManager();
      CacheManager theirs = provider.getCacheManager(null, other);
      assertThat(theirs).isNotSameAs(mine);
      assertThat(theirs.getClassLoader()).isSameAs(other);
      mine.createCache("books", new MutableConfiguration<>());
      theirs.createCache("books", new MutableConfiguration<>());

      provider.close(other);
      assertThat(theirs.isClosed()).isTrue();
      assertThat(mine.isClosed()).isFalse();

      CacheManager again = provider.getCacheManager(null, other);
      assertThat(again).isNotSameAs(theirs);
      provider.close(URI.create("tiercel:other"), other);
      assertThat(again.isClosed()).isFalse();
      provider.close(null, other);
      assertThat(again.isClosed()).isTrue();
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void unwrap_knowsItselfAndNothingElse() {
    CacheManager manager = provider.getCacheManager();
    Cache<String, Integer> cache = manager.createCache("books", new MutableConfiguration<>());
    cache.put("k", 1);

    assertThat((Object) cache.unwrap(TiercelCache.class)).isSameAs(cache);
    assertThat((Object) cache.unwrap(Cache.class)).isSameAs(cache);
    assertThat(manager.unwrap(TiercelCacheManager.class)).isSameAs(manager);
    Cache.Entry<String, Integer> entry = cache.iterator().next();
    assertThat((Object) entry.unwrap(Cache.Entry.class)).isSameAs(entry);
    assertThatThrownBy(() -> cache.unwrap(String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "io.tiercel.internal.jcache.TiercelCache cannot be unwrapped to java.lang.String");
    assertThatThrownBy(() -> manager.unwrap(String.class))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> cache.getConfiguration(Marked.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private interface Marked<K, V> extends CompleteConfiguration<K, V> {}

  @Test
  void factories_run_withTheManagersClassLoaderAsTheThreads() throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader mine = thread.getContextClassLoader();
    Set<ClassLoader> met = new HashSet<>();
    try (URLClassLoader other = loader()) {
      MutableConfiguration<String, Integer> configuration = new MutableConfiguration<>();
      configuration
          .setExpiryPolicyFactory(noting(met, new Policy("policy", closed, Set.of())))
          .setCacheLoaderFactory(noting(met, new Loader("loader", closed, Set.of())))
          .setWriteThrough(true)
          .setCacheWriterFactory(noting(met, new Writer("writer", closed, Set.of())))
          .addCacheEntryListenerConfiguration(listening(met));
      Cache<String, Integer> cache =
          provider.getCacheManager(null, other).createCache("books", configuration);
      assertThat(met).containsExactly(other);
      assertThat(thread.getContextClassLoader()).isSameAs(mine);

      met.clear();
      cache.deregisterCacheEntryListener(
          configuration.getCacheEntryListenerConfigurations().iterator().next());
      cache.registerCacheEntryListener(listening(met));
      assertThat(met).containsExactly(other);
      assertThat(thread.getContextClassLoader()).isSameAs(mine);
      provider.close(other);
    }
  }

  private CacheEntryListenerConfiguration<String, Integer> listening(Set<ClassLoader> met) {
    return new MutableCacheEntryListenerConfiguration<>(
        noting(met, new Listener("listener", closed, Set.of())),
        noting(met, new Filter("filter", closed, Set.of())),
        false,
        true);
  }

  private static <T> Factory<T> noting(Set<ClassLoader> met, T made) {
    return () -> {
      met.add(Thread.currentThread().getContextClassLoader());
      return made;
    };
  }

  @ParameterizedTest
  @EnumSource
  void createCacheAndClose_unused_askNoTierAndStartNoThread(Caches.Stack stack) throws Exception {
    ThreadGroup ours = new ThreadGroup("creates a cache");
    try (Caches caches = new Caches(stack)) {
      TiercelCacheManager manager = caches.manager();
      MutableConfiguration<String, Integer> configuration =
          new MutableConfiguration<String, Integer>()
              .setStatisticsEnabled(true)
              .setManagementEnabled(true)
              .setExpiryPolicyFactory(
                  javax.cache.expiry.CreatedExpiryPolicy.factoryOf(Duration.ONE_HOUR));
      FutureTask<Cache<String, Integer>> creation =
          new FutureTask<>(() -> manager.createCache("books", configuration));
      Thread creating = new Thread(ours, creation);
      creating.start();
      Cache<String, Integer> cache = creation.get(30, TimeUnit.SECONDS);
      creating.join();

      Thread[] started = new Thread[8];
      assertThat(ours.enumerate(started)).as(() -> Arrays.toString(started)).isZero();
      cache.close();
      for (Fault.Operation operation : Fault.Operation.values()) {
        assertThat(caches.chaos().calls(operation)).as(operation.name()).isZero();
      }
    }
  }

  @Test
  void managers_ofOneFile_shareAConnectionUntilTheLastIsClosed(@TempDir Path folder)
      throws IOException {
    Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        folder.resolve("META-INF/services/io.tiercel.tiers.spi.TierFactory"),
        LeasedTierFactory.class.getName());
    Files.writeString(
        folder.resolve("tiercel.properties"),
        """
        tiers.leased.address = somewhere
        caches.*.tiers = heap, leased
        """);
    LeasedTierFactory.OPENED.set(0);
    LeasedTierFactory.CLOSED.set(0);
    try (URLClassLoader loader = loader(folder)) {
      CacheManager boot = provider.getCacheManager(null, loader);
      CacheManager hibernate =
          provider.getCacheManager(URI.create("classpath:tiercel.properties"), loader);
      assertThat(hibernate).isNotSameAs(boot);
      Cache<String, Integer> first = boot.createCache("books", new MutableConfiguration<>());
      Cache<String, Integer> second = hibernate.createCache("books", new MutableConfiguration<>());
      first.put("k", 1);
      assertThat(second.get("k")).isEqualTo(1);
      assertThat(LeasedTierFactory.OPENED).hasValue(1);

      boot.close();
      assertThat(LeasedTierFactory.CLOSED).hasValue(0);
      second.put("l", 2);
      assertThat(second.getAll(Set.of("k", "l"))).isEqualTo(Map.of("k", 1, "l", 2));

      hibernate.close();
      assertThat(LeasedTierFactory.CLOSED).hasValue(1);
    }
  }

  private static URLClassLoader loader(Path... folders) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path folder : folders) {
      urls.add(folder.toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), LifecycleTest.class.getClassLoader());
  }

  /** A configuration with all that can be closed. */
  private MutableConfiguration<String, Integer> closeables(Set<String> failing) {
    return new MutableConfiguration<String, Integer>()
        .setExpiryPolicyFactory(() -> made(new Policy("policy", closed, failing)))
        .setReadThrough(true)
        .setCacheLoaderFactory(() -> made(new Loader("loader", closed, failing)))
        .setWriteThrough(true)
        .setCacheWriterFactory(() -> made(new Writer("writer", closed, failing)))
        .addCacheEntryListenerConfiguration(
            new MutableCacheEntryListenerConfiguration<>(
                () -> made(new Listener("listener", closed, failing)),
                () -> made(new Filter("filter", closed, failing)),
                false,
                true));
  }

  private <T extends Part> T made(T part) {
    made.add(part.name);
    return part;
  }

  /** Writes down that it is closed, and may fail at it. */
  private abstract static class Part implements Closeable {
    final String name;
    private final List<String> closed;
    private final Set<String> failing;

    Part(String name, List<String> closed, Set<String> failing) {
      this.name = name;
      this.closed = closed;
      this.failing = failing;
    }

    @Override
    public void close() throws IOException {
      closed.add(name);
      if (failing.contains(name)) {
        throw new IOException("cannot close " + name);
      }
    }
  }

  private static final class Policy extends Part implements ExpiryPolicy {
    Policy(String name, List<String> closed, Set<String> failing) {
      super(name, closed, failing);
    }

    @Override
    public Duration getExpiryForCreation() {
      return Duration.ETERNAL;
    }

    @Override
    public Duration getExpiryForAccess() {
      return Duration.ETERNAL;
    }

    @Override
    public Duration getExpiryForUpdate() {
      return Duration.ETERNAL;
    }
  }

  private static final class Loader extends Part implements CacheLoader<String, Integer> {
    Loader(String name, List<String> closed, Set<String> failing) {
      super(name, closed, failing);
    }

    @Override
    public Integer load(String key) {
      return 1;
    }

    @Override
    public Map<String, Integer> loadAll(Iterable<? extends String> keys) {
      return Map.of();
    }
  }

  private static final class Writer extends Part implements CacheWriter<String, Integer> {
    Writer(String name, List<String> closed, Set<String> failing) {
      super(name, closed, failing);
    }

    @Override
    public void write(Cache.Entry<? extends String, ? extends Integer> entry) {}

    @Override
    public void writeAll(Collection<Cache.Entry<? extends String, ? extends Integer>> entries) {}

    @Override
    public void delete(Object key) {}

    @Override
    public void deleteAll(Collection<?> keys) {}
  }

  private static final class Listener extends Part
      implements CacheEntryCreatedListener<String, Integer> {
    Listener(String name, List<String> closed, Set<String> failing) {
      super(name, closed, failing);
    }

    @Override
    public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {}
  }

  private static final class Filter extends Part implements CacheEntryEventFilter<String, Integer> {
    Filter(String name, List<String> closed, Set<String> failing) {
      super(name, closed, failing);
    }

    @Override
    public boolean evaluate(CacheEntryEvent<? extends String, ? extends Integer> event) {
      return true;
    }
  }
}
