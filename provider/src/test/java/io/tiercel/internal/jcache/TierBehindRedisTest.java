package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.CacheHealth;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.Fault;
import io.tiercel.tiers.testkit.Fault.Operation;
import io.tiercel.tiers.testkit.MemoryStore;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A tier below Redis that is written behind, over a stream. */
@Timeout(120)
class TierBehindRedisTest {
  private static final String STORE = "TierBehindRedisTest";

  private final RedisServer redis = RedisServer.start();
  private final MemoryStore far = MemoryStore.named(STORE);

  @AfterEach
  void close() {
    MemoryStore.forget(STORE);
    redis.close();
  }

  private TiercelCacheManager manager() {
    Properties settings = new Properties();
    settings.setProperty("caches.books.tiers", "heap, redis, far");
    settings.setProperty("caches.books.write-behind-tier", "far");
    settings.setProperty("caches.books.write-behind", "stream");
    settings.setProperty("caches.books.write-behind-delay", "0s");
    settings.setProperty("caches.books.write-behind-pause", "1ms");
    settings.setProperty("caches.books.write-behind-drain", "0s");
    settings.setProperty("tiers.redis.uri", redis.uri());
    settings.setProperty("tiers.redis.timeout", "20s");
    settings.setProperty("tiers.redis.connect-timeout", "60s");
    settings.setProperty("tiers.far.type", "chaos");
    settings.setProperty("tiers.far.store", STORE);
    return Managers.open(settings, InstantSource.system());
  }

  private static Cache<String, Integer> books(TiercelCacheManager manager) {
    return manager.createCache(
        "books", new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class));
  }

  @Test
  void processEndsWhileChangesWait_anotherBringsThem() {
    far.chaos().add(Fault.before(Operation.WRITE).failing(Kind.UNAVAILABLE));
    try (TiercelCacheManager leaving = manager()) {
      Cache<String, Integer> cache = books(leaving);
      cache.put("a", 1);
      cache.put("b", 2);
      cache.remove("b");
      assertThat(cache.unwrap(CacheHealth.class).writes().pending()).isEqualTo(2);
    }
    far.chaos().clear();
    try (TiercelCacheManager next = manager()) {
      Cache<String, Integer> cache = books(next);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                CacheHealth.Writes writes = cache.unwrap(CacheHealth.class).writes();
                return writes.written() == 2 && writes.pending() == 0;
              });
      redis.ask("DEL", "tiercel:books::a");
      redis.ask("DEL", "tiercel:books::b");

      assertThat(cache.getAll(Set.of("a", "b"))).isEqualTo(Map.of("a", 1));
    }
  }
}
