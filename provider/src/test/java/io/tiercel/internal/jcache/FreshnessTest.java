package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tiercel.CacheHealth;
import io.tiercel.tiers.testkit.Gate;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is served beyond its deadline, and what is loaded before it, where a cache asks for that.
 */
@Timeout(60)
class FreshnessTest {
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final Duration STALE_FOR = Duration.ofMinutes(60);
  private static final Duration BEYOND = LIFE.plusMinutes(1);

  private final Source source = new Source();

  @ParameterizedTest
  @EnumSource
  void get_expiredAndTheLoaderFails_servesWhatExpired(Caches.Stack stack) {
    try (Caches caches = staleFor(stack)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      assertThat(cache.get("k")).isEqualTo(1);
      caches.clock.advance(BEYOND);
      source.fails = true;

      assertThat(cache.get("k")).isEqualTo(1);
      assertThat(cache.getAll(Set.of("k"))).isEqualTo(Map.of("k", 1));
      assertThat(cache.containsKey("k")).as("by the rules it is gone").isFalse();
      assertThat(cache.unwrap(CacheHealth.class).loads())
          .isEqualTo(new CacheHealth.Loads(2, 0, 0, 0));

      source.fails = false;
      assertThat(cache.get("k")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void get_expiredForTooLong_fails(Caches.Stack stack) {
    try (Caches caches = staleFor(stack)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      cache.get("k");
      caches.clock.advance(LIFE.plus(STALE_FOR));
      source.fails = true;

      assertThatThrownBy(() -> cache.get("k")).isInstanceOf(CacheLoaderException.class);
      assertThatThrownBy(() -> cache.getAll(Set.of("k"))).isInstanceOf(CacheLoaderException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void get_removedAfterItExpired_isNotServed(Caches.Stack stack) {
    try (Caches caches = staleFor(stack)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      cache.get("k");
      cache.get("l");
      cache.get("m");
      caches.clock.advance(BEYOND);
      cache.remove("k");
      cache.removeAll(Set.of("l"));
      cache.clear();
      source.fails = true;

      for (String key : Set.of("k", "l", "m")) {
        assertThatThrownBy(() -> cache.get(key)).isInstanceOf(CacheLoaderException.class);
      }
    }
  }

  @Test
  void get_removedAfterItExpiredAlone_isNotServed() {
    for (Caches.Stack stack : Caches.Stack.values()) {
      try (Caches caches = staleFor(stack)) {
        Cache<String, Integer> cache = caches.cache(readThrough());
        cache.get("k");
        caches.clock.advance(BEYOND);
        assertThat(cache.remove("k")).as("nothing that lives").isFalse();
        source.fails = true;

        assertThatThrownBy(() -> cache.get("k")).isInstanceOf(CacheLoaderException.class);
        source.fails = false;
      }
    }
  }

  @Test
  void get_loaderHasNoneAnyMore_isAMiss() {
    try (Caches caches = staleFor(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      cache.get("k");
      caches.clock.advance(BEYOND);
      source.hasNone = true;

      assertThat(cache.get("k")).isNull();
    }
  }

  @Test
  void getAll_oneKeyHasNothingToFallBackOn_fails() {
    try (Caches caches = staleFor(Caches.Stack.HEAP)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      cache.get("k");
      caches.clock.advance(BEYOND);
      source.fails = true;

      assertThatThrownBy(() -> cache.getAll(Set.of("k", "new")))
          .isInstanceOf(CacheLoaderException.class);
    }
  }

  @Test
  void get_loaderTakesLongerThanPatienceHas_servesWhatExpiredAndLoadsOn() throws Exception {
    try (Caches caches = staleFor(Caches.Stack.MEMORY).with("caches.*.loader-patience", "20ms")) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      cache.get("k");
      caches.clock.advance(BEYOND);
      Gate gate = new Gate("in the loader");
      source.gate = gate;

      assertThat(cache.get("k")).as("after 20 ms").isEqualTo(1);
      gate.awaitArrival();
      assertThat(cache.get("k")).as("while another waits").isEqualTo(1);
      gate.open();

      await().untilAsserted(() -> assertThat(cache.get("k")).isEqualTo(2));
      assertThat(source.calls).hasValue(2);
    }
  }

  @Test
  void get_loaderIsQuickerThanPatience_bringsTheNewValue() {
    try (Caches caches = staleFor(Caches.Stack.MEMORY).with("caches.*.loader-patience", "30s")) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      cache.get("k");
      caches.clock.advance(BEYOND);

      assertThat(cache.get("k")).isEqualTo(2);
      caches.clock.advance(BEYOND);
      source.fails = true;
      assertThat(cache.get("k")).isEqualTo(2);
    }
  }

  @Test
  void get_withoutStaleFor_fails() {
    try (Caches caches = new Caches(Caches.Stack.MEMORY)) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      cache.get("k");
      caches.clock.advance(BEYOND);
      source.fails = true;

      assertThatThrownBy(() -> cache.get("k")).isInstanceOf(CacheLoaderException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void get_inTheLastMillisecond_hasItLoadedAnew(Caches.Stack stack) {
    try (Caches caches = new Caches(stack).with("caches.*.early-refresh", "true")) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      cache.get("k");
      caches.clock.advance(LIFE.minusMillis(1));

      await()
          .untilAsserted(
              () -> {
                assertThat(cache.get("k")).isNotNull();
                assertThat(source.calls).hasValueGreaterThan(1);
              });
      await().untilAsserted(() -> assertThat(cache.get("k")).isEqualTo(2));
      assertThat(cache.unwrap(CacheHealth.class).loads().earlyRefreshes()).isPositive();
    }
  }

  @Test
  void get_farFromTheDeadline_isNotLoadedAnew() {
    try (Caches caches = new Caches(Caches.Stack.HEAP).with("caches.*.early-refresh", "true")) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      for (int i = 0; i < 1000; i++) {
        assertThat(cache.get("k")).isEqualTo(1);
      }
      assertThat(source.calls).hasValue(1);
    }
  }

  @Test
  void refresh_keyChangedMeanwhile_isNotPublished() throws Exception {
    try (Caches caches = new Caches(Caches.Stack.MEMORY).with("caches.*.early-refresh", "true")) {
      Cache<String, Integer> cache = caches.cache(readThrough());
      Cache<String, Integer> other = caches.cache(readThrough());
      cache.get("k");
      caches.clock.advance(LIFE.minusMillis(1));
      Gate gate = new Gate("in the loader");
      source.gate = gate;
      await()
          .untilAsserted(
              () -> {
                cache.get("k");
                assertThat(source.calls).hasValueGreaterThan(1);
              });
      gate.awaitArrival();
      other.remove("k");
      other.put("k", 100);
      gate.open();

      await().untilAsserted(() -> assertThat(source.finished).hasValue(2));
      assertThat(other.get("k")).isEqualTo(100);
      assertThat(cache.get("k")).isEqualTo(100);
    }
  }

  @Test
  void expiry_withJitter_endsUpToThatMuchEarly() {
    try (Caches caches = new Caches(Caches.Stack.HEAP).with("caches.*.expiry-jitter", "50")) {
      Cache<Integer, Integer> cache =
          caches.cache(
              new MutableConfiguration<Integer, Integer>()
                  .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(life())));
      for (int i = 0; i < 200; i++) {
        cache.put(i, i);
      }
      caches.clock.advance(LIFE.dividedBy(2).minusMillis(1));
      assertThat(present(cache)).isEqualTo(200);
      caches.clock.advance(LIFE.dividedBy(4));
      assertThat(present(cache)).isBetween(20, 180);
      caches.clock.advance(LIFE.dividedBy(4).plusMillis(1));
      assertThat(present(cache)).isZero();
    }
  }

  private static int present(Cache<Integer, Integer> cache) {
    int present = 0;
    for (int i = 0; i < 200; i++) {
      present += cache.containsKey(i) ? 1 : 0;
    }
    return present;
  }

  private static Caches staleFor(Caches.Stack stack) {
    return new Caches(stack).with("caches.*.stale-for", STALE_FOR.toMinutes() + "m");
  }

  private static javax.cache.expiry.Duration life() {
    return new javax.cache.expiry.Duration(TimeUnit.MINUTES, LIFE.toMinutes());
  }

  private MutableConfiguration<String, Integer> readThrough() {
    return new MutableConfiguration<String, Integer>()
        .setReadThrough(true)
        .setCacheLoaderFactory(() -> source)
        .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(life()));
  }

  /** The first load that succeeds gives 1, the next 2. */
  private static final class Source implements CacheLoader<String, Integer> {
    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger finished = new AtomicInteger();
    volatile boolean fails;
    volatile boolean hasNone;
    volatile @Nullable Gate gate;

    @Override
    @SuppressWarnings("NullAway") // JSR-107: null when there is none
    public Integer load(String key) {
      calls.incrementAndGet();
      Gate wait = gate;
      if (wait != null) {
        gate = null;
        wait.pass();
      }
      if (fails) {
        throw new CacheLoaderException("the source is down");
      }
      int loaded = finished.incrementAndGet();
      return hasNone ? null : loaded;
    }

    @Override
    public Map<String, Integer> loadAll(Iterable<? extends String> keys) {
      Map<String, Integer> loaded = new HashMap<>();
      keys.forEach(key -> loaded.put(key, load(key)));
      return loaded;
    }
  }
}
