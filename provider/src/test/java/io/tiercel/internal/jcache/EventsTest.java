package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.expiry.CreatedExpiryPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What listeners are told beyond what the TCK asks for. */
@Timeout(60)
class EventsTest {
  private static final javax.cache.expiry.Duration MINUTE =
      new javax.cache.expiry.Duration(TimeUnit.MINUTES, 1);

  private final Recorder recorder = new Recorder();

  @ParameterizedTest
  @EnumSource
  void loadAndReadThrough_areCreatedAndUpdated(Caches.Stack stack) throws Exception {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache =
          caches.cache(
              synchronous()
                  .setReadThrough(true)
                  .setCacheLoaderFactory(new FactoryBuilder.SingletonFactory<>(new Ones())));

      cache.get("a");
      var done = new javax.cache.integration.CompletionListenerFuture();
      cache.loadAll(Set.of("a"), true, done);
      done.get();

      assertThat(recorder.told()).containsExactly("CREATED a=1", "UPDATED a=1<1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void clearCloseAndDestroy_tellNothing(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(synchronous());
      cache.put("a", 1);
      cache.clear();
      cache.put("b", 1);
      cache.getCacheManager().destroyCache("books");

      assertThat(recorder.told()).containsExactly("CREATED a=1", "CREATED b=1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void expiry_thenPut_isToldOnceAndBeforeTheCreation(Caches.Stack stack) {
    try (Caches caches = new Caches(stack).with("tiers.far.drops-expired", "false")) {
      Cache<String, Integer> cache =
          caches.cache(synchronous().setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(MINUTE)));
      cache.put("a", 1);
      caches.clock.advance(Duration.ofMinutes(2));
      cache.put("a", 2);

      await().untilAsserted(() -> assertThat(recorder.told()).hasSize(3));
      assertThat(recorder.told()).containsExactly("CREATED a=1", "EXPIRED a=1<1", "CREATED a=2");
    }
  }

  @Test
  void expiry_neverTouched_leavesMemoryAndIsToldOnTime() {
    try (TiercelCacheManager manager = Managers.open(new Properties(), InstantSource.system())) {
      Cache<String, Integer> cache =
          manager.createCache(
              "books",
              synchronous()
                  .setExpiryPolicyFactory(
                      CreatedExpiryPolicy.factoryOf(
                          new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, 100))));
      cache.put("a", 1);

      await().atMost(Duration.ofSeconds(20)).until(() -> recorder.told().contains("EXPIRED a=1<1"));
      assertThat(recorder.told()).containsExactly("CREATED a=1", "EXPIRED a=1<1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void update_toZeroLife_isUpdatedThenExpired(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache =
          caches.cache(
              synchronous()
                  .setExpiryPolicyFactory(
                      new FactoryBuilder.SingletonFactory<>(new OnUpdateGone())));
      cache.put("a", 1);
      cache.put("a", 2);

      await().untilAsserted(() -> assertThat(recorder.told()).hasSize(3));
      assertThat(recorder.told()).containsExactly("CREATED a=1", "UPDATED a=2<1", "EXPIRED a=2<2");
      assertThat(cache.containsKey("a")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void asynchronous_eventsOfAKey_comeInTheirOrder(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache =
          caches.cache(
              new MutableConfiguration<String, Integer>()
                  .addCacheEntryListenerConfiguration(configuration(false, null)));
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        cache.put("a", i);
        expected.add(i == 0 ? "CREATED a=0" : "UPDATED a=" + i + "<" + (i - 1));
      }

      await().untilAsserted(() -> assertThat(recorder.told()).hasSize(200));
      assertThat(recorder.told()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void synchronous_changesOfAKeyFromManyThreads_formAChain(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(synchronous());
      CompletableFuture<?>[] threads = new CompletableFuture<?>[4];
      for (int t = 0; t < threads.length; t++) {
        int base = t * 1_000;
        threads[t] =
            CompletableFuture.runAsync(
                () -> {
                  for (int i = 0; i < 200; i++) {
                    cache.put("a", base + i);
                  }
                });
      }
      assertThat(CompletableFuture.allOf(threads)).succeedsWithin(Duration.ofSeconds(50));

      List<String> told = recorder.told();
      assertThat(told).hasSize(800);
      for (int i = 1; i < told.size(); i++) {
        String before = told.get(i - 1).replaceAll(".*a=(\\d+).*", "$1");
        assertThat(told.get(i)).endsWith("<" + before);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void synchronousListener_throws_theCallerIsToldAndTheChangeStays(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      recorder.failing = true;
      Cache<String, Integer> cache = caches.cache(synchronous());

      assertThatThrownBy(() -> cache.put("a", 1))
          .isInstanceOf(CacheEntryListenerException.class)
          .hasMessage(
              "cache \"books\": listener io.tiercel.internal.jcache.EventsTest$Recorder failed on"
                  + " CREATED; the change itself stays");
      assertThat(cache.get("a")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void bulk_listenerThrowsOnOneKey_theOthersAreDoneAndTold(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      recorder.failing = true;
      Cache<String, Integer> cache = caches.cache(synchronous());

      assertThatThrownBy(() -> cache.putAll(Map.of("a", 1, "b", 2, "c", 3)))
          .isInstanceOf(CacheEntryListenerException.class);
      assertThat(recorder.told())
          .containsExactlyInAnyOrder("CREATED a=1", "CREATED b=2", "CREATED c=3");
      assertThat(cache.getAll(Set.of("a", "b", "c"))).hasSize(3);
    }
  }

  @Test
  void filter_throws_theCallerIsToldAndTheChangeStays() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache =
          caches.cache(
              new MutableConfiguration<String, Integer>()
                  .addCacheEntryListenerConfiguration(configuration(true, new Failing())));

      assertThatThrownBy(() -> cache.put("a", 1))
          .isInstanceOf(CacheEntryListenerException.class)
          .hasRootCauseMessage("no opinion");
      assertThat(cache.get("a")).isEqualTo(1);
      assertThat(recorder.told()).isEmpty();
    }
  }

  @Test
  void asynchronousListener_throws_nobodyIsHurtAndTheNextEventComes() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      recorder.failing = true;
      Cache<String, Integer> cache =
          caches.cache(
              new MutableConfiguration<String, Integer>()
                  .addCacheEntryListenerConfiguration(configuration(false, null)));

      assertThatCode(() -> cache.put("a", 1)).doesNotThrowAnyException();
      cache.put("a", 2);

      await().untilAsserted(() -> assertThat(recorder.told()).hasSize(2));
    }
  }

  @Test
  @SuppressWarnings("unchecked") // a class object has no type arguments
  void register_whileRunning_hearsFromThenOnAndIsInTheConfiguration() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache = caches.cache(new MutableConfiguration<>());
      CacheEntryListenerConfiguration<String, Integer> listener = configuration(true, null);
      cache.put("a", 1);
      cache.registerCacheEntryListener(listener);
      cache.put("a", 2);

      CompleteConfiguration<String, Integer> configuration =
          cache.getConfiguration(CompleteConfiguration.class);
      assertThat(configuration.getCacheEntryListenerConfigurations()).hasSize(1);
      assertThatThrownBy(() -> cache.registerCacheEntryListener(listener))
          .isInstanceOf(IllegalArgumentException.class);
      cache.deregisterCacheEntryListener(listener);
      cache.put("a", 3);

      assertThat(recorder.told()).containsExactly("UPDATED a=2<1");
      assertThat(recorder.closed).hasValue(1);
    }
  }

  @Test
  void listener_callsTheCacheForItsKey_works() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache = caches.cache(synchronous());
      recorder.onEvent =
          event -> {
            if (event.getValue() < 3) {
              cache.put("a", event.getValue() + 1);
            }
          };
      cache.put("a", 1);

      assertThat(cache.get("a")).isEqualTo(3);
    }
  }

  private MutableConfiguration<String, Integer> synchronous() {
    return new MutableConfiguration<String, Integer>()
        .addCacheEntryListenerConfiguration(configuration(true, null));
  }

  private CacheEntryListenerConfiguration<String, Integer> configuration(
      boolean synchronous, @Nullable CacheEntryEventFilter<String, Integer> filter) {
    return new MutableCacheEntryListenerConfiguration<>(
        new FactoryBuilder.SingletonFactory<>(recorder),
        filter == null ? null : new FactoryBuilder.SingletonFactory<>(filter),
        true,
        synchronous);
  }

  private static final class Recorder
      implements CacheEntryCreatedListener<String, Integer>,
          CacheEntryUpdatedListener<String, Integer>,
          CacheEntryRemovedListener<String, Integer>,
          CacheEntryExpiredListener<String, Integer>,
          AutoCloseable {
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean failing;
    private volatile java.util.function.Consumer<
            CacheEntryEvent<? extends String, ? extends Integer>>
        onEvent = event -> {};
    private final AtomicInteger closed = new AtomicInteger();

    List<String> told() {
      synchronized (told) {
        return List.copyOf(told);
      }
    }

    @Override
    public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {
      record(events);
    }

    @Override
    public void onUpdated(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {
      record(events);
    }

    @Override
    public void onRemoved(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {
      record(events);
    }

    @Override
    public void onExpired(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {
      record(events);
    }

    private void record(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {
      for (CacheEntryEvent<? extends String, ? extends Integer> event : events) {
        String old = event.isOldValueAvailable() ? "<" + event.getOldValue() : "";
        told.add(event.getEventType() + " " + event.getKey() + "=" + event.getValue() + old);
        onEvent.accept(event);
      }
      if (failing) {
        throw new IllegalStateException("the listener is out of order");
      }
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private static final class Failing implements CacheEntryEventFilter<String, Integer> {
    @Override
    public boolean evaluate(CacheEntryEvent<? extends String, ? extends Integer> event) {
      throw new IllegalStateException("no opinion");
    }
  }

  private static final class OnUpdateGone implements javax.cache.expiry.ExpiryPolicy {
    @Override
    public javax.cache.expiry.Duration getExpiryForCreation() {
      return javax.cache.expiry.Duration.ETERNAL;
    }

    @Override
    public javax.cache.expiry.@Nullable Duration getExpiryForAccess() {
      return null;
    }

    @Override
    public javax.cache.expiry.Duration getExpiryForUpdate() {
      return javax.cache.expiry.Duration.ZERO;
    }
  }

  private static final class Ones implements javax.cache.integration.CacheLoader<String, Integer> {
    @Override
    public Integer load(String key) {
      return 1;
    }

    @Override
    public Map<String, Integer> loadAll(Iterable<? extends String> keys) {
      Map<String, Integer> all = new java.util.HashMap<>();
      keys.forEach(key -> all.put(key, 1));
      return all;
    }
  }
}
