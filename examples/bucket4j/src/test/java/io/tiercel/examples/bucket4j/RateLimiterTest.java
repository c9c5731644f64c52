package io.tiercel.examples.bucket4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.grid.jcache.CompatibilityTest;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private final MovableClock clock = new MovableClock();
  private CacheManager manager;
  private RateLimiter limiter;

  @BeforeEach
  void open() {
    manager = Caching.getCachingProvider().getCacheManager();
    limiter = new RateLimiter(manager.getCache("buckets"), clock);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void fivePerMinute_sixAtOnceAndOneLater_refusesTheSixthOnly() {
    assertThat(limiter.fivePerMinute(clock))
        .containsExactly(
            "request 1: granted, 4 left",
            "request 2: granted, 3 left",
            "request 3: granted, 2 left",
            "request 4: granted, 1 left",
            "request 5: granted, 0 left",
            "request 6: refused, try again in 12 s",
            "request 7: granted, 0 left");
  }

  @Test
  void tryConsume_fourThreadsWithinTheQuota_losesNoConsumption()
      throws InterruptedException, ExecutionException {
    assertThat(limiter.grantedToFourThreads(1000, 5000)).isEqualTo(4000);
    assertThat(limiter.bucket("shared", 5000, Duration.ofDays(1)).getAvailableTokens())
        .isEqualTo(1000);
  }

  @Test
  void tryConsume_fourThreadsBeyondTheQuota_grantsTheQuotaExactly()
      throws InterruptedException, ExecutionException {
    assertThat(limiter.grantedToFourThreads(2000, 4000)).isEqualTo(4000);
  }

  /** The check bucket4j publishes for JCache providers: 4 threads, 1000 slow increments each. */
  @Test
  void invoke_bucket4jsOwnCheck_losesNoIncrement() throws InterruptedException {
    Cache<String, Integer> counters =
        manager.createCache(
            "counters",
            new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class));

    new CompatibilityTest(counters).test();

    assertThat(counters.get("42")).isEqualTo(4000);
  }
}
