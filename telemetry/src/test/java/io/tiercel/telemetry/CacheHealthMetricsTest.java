package io.tiercel.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tiercel.TieredConfiguration;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CacheHealthMetricsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final CachingProvider provider = Caching.getCachingProvider();
  private final CacheManager manager = provider.getCacheManager();
  private final MeterRegistry registry = new SimpleMeterRegistry();

  @AfterEach
  void close() {
    provider.close();
  }

  private static TieredConfiguration<String, Integer> onRedis(String uri) {
    return TieredConfiguration.of(String.class, Integer.class)
        .tier("heap")
        .tier("redis", Map.of("uri", uri));
  }

  private Cache<String, Integer> monitored(TieredConfiguration<String, Integer> configuration) {
    Cache<String, Integer> cache = manager.createCache("stock", configuration);
    return CacheHealthMetrics.monitor(registry, cache, Tags.of("application", "library"));
  }

  private RequiredSearch stock(String meter) {
    return registry.get("tiercel." + meter).tags("cache", "stock", "application", "library");
  }

  private double count(String meter) {
    return stock(meter).functionCounter().count();
  }

  private double gauge(String meter) {
    return stock(meter).gauge().value();
  }

  private double seconds(String meter) {
    return stock(meter).timeGauge().value(TimeUnit.SECONDS);
  }

  @Test
  void copies_changedByAnotherProcess_areCounted() {
    try (RedisServer redis = RedisServer.start();
        CacheManager other =
            provider.getCacheManager(
                provider.getDefaultURI(),
                new URLClassLoader(new URL[0], provider.getDefaultClassLoader()))) {
      Cache<String, Integer> here = monitored(onRedis(redis.uri()));
      Cache<String, Integer> there = other.createCache("stock", onRedis(redis.uri()));
      AtomicInteger pens = new AtomicInteger();

      await()
          .atMost(LIMIT)
          .until(
              () -> {
                here.get("pens");
                there.put("pens", pens.incrementAndGet());
                return count("copies.dropped") > 0;
              });

      await().atMost(LIMIT).until(() -> gauge("copies.trusted") == 1);
      await().atMost(LIMIT).until(() -> seconds("copies.propagation") > 0);
      assertThat(seconds("copies.propagation")).isLessThan(30);
      assertThat(count("copies.stale")).isZero();
    }
  }

  @Test
  void tier_thatDoesNotAnswer_isToldFromTheOther() {
    Cache<String, Integer> cache = monitored(onRedis("redis://localhost:1"));
    assertThat(gaugeOf("redis", "tier.answers")).isEqualTo(1);

    await()
        .atMost(LIMIT)
        .until(
            () -> {
              cache.put("pens", 1);
              return countOf("redis", "tier.refusals") > 0;
            });

    assertThat(gaugeOf("redis", "tier.answers")).isZero();
    assertThat(gaugeOf("redis", "tier.repairs.due")).isEqualTo(1);
    assertThat(countOf("redis", "tier.failures")).isPositive();
    assertThat(gaugeOf("heap", "tier.answers")).isEqualTo(1);
    assertThat(countOf("heap", "tier.failures")).isZero();
    assertThat(gauge("copies.trusted")).isZero();

    cache.clear();

    assertThat(gaugeOf("redis", "tier.repairs.due")).isInfinite();
  }

  private double gaugeOf(String tier, String meter) {
    return stock(meter).tag("tier", tier).gauge().value();
  }

  private double countOf(String tier, String meter) {
    return stock(meter).tag("tier", tier).functionCounter().count();
  }

  @Test
  void writes_thatWait_haveANumberAndAnAge() {
    CountDownLatch open = new CountDownLatch(1);
    Cache<String, Integer> cache =
        monitored(
            TieredConfiguration.of(String.class, Integer.class)
                .writer(() -> new GatedWriter(open))
                .writeThrough(true)
                .writeBehind("memory"));

    cache.put("pens", 1);
    cache.put("ink", 1);

    await().atMost(LIMIT).until(() -> gauge("writes.pending") == 2 && seconds("writes.oldest") > 0);
    assertThat(count("writes.written")).isZero();
    open.countDown();
    await().atMost(LIMIT).until(() -> count("writes.written") == 2);
    assertThat(gauge("writes.pending")).isZero();
    assertThat(seconds("writes.oldest")).isZero();
  }

  @Test
  void meters_ofAClosedCache_keepTheirCountsOnly() {
    Cache<String, Integer> cache = monitored(onRedis("redis://localhost:1"));
    cache.put("pens", 1);
    double failures = countOf("redis", "tier.failures");

    cache.close();

    assertThat(failures).isPositive();
    assertThat(countOf("redis", "tier.failures")).isGreaterThanOrEqualTo(failures);
    assertThat(gaugeOf("redis", "tier.answers")).isNaN();
    assertThat(gauge("copies.trusted")).isNaN();
    assertThat(seconds("writes.oldest")).isNaN();
  }

  @Test
  void meters_ofAClosedCache_doNotKeepIt() {
    Cache<String, Integer> cache = monitored(TieredConfiguration.of(String.class, Integer.class));
    WeakReference<Cache<String, Integer>> gone = new WeakReference<>(cache);
    cache.close();
    cache = null;

    await()
        .atMost(LIMIT)
        .until(
            () -> {
              System.gc();
              return gone.refersTo(null);
            });
    assertThat(gauge("copies.trusted")).isNaN();
  }
}
