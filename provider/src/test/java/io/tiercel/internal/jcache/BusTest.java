package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.CacheHealth;
import io.tiercel.tiers.testkit.MemoryStore;
import io.tiercel.tiers.testkit.MutableClock;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Heap over a store that tells nobody of changes, and a Redis over which processes tell. */
class BusTest {
  private final String store = UUID.randomUUID().toString();
  private final MutableClock clock = new MutableClock();
  private final List<TiercelCacheManager> processes = new ArrayList<>();
  private RedisServer bus;
  private Cache<String, String> here;
  private Cache<String, String> there;

  @BeforeEach
  void start() {
    bus = RedisServer.start();
    here = process();
    there = process();
  }

  @AfterEach
  void stop() {
    processes.forEach(TiercelCacheManager::close);
    bus.close();
    MemoryStore.forget(store);
  }

  private Cache<String, String> process() {
    Properties settings = new Properties();
    settings.setProperty("caches.books.tiers", "heap, memory");
    settings.setProperty("caches.books.memory.store", store);
    settings.setProperty("caches.books.memory.announces", "false");
    settings.setProperty("caches.books.announce-over", "news");
    settings.setProperty("tiers.news.type", "redis");
    settings.setProperty("tiers.news.uri", bus.uri());
    settings.setProperty("tiers.news.client-name", "process" + processes.size());
    TiercelCacheManager manager = Managers.open(settings, clock);
    processes.add(manager);
    return manager.createCache(
        "books", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(5));
  }

  /** What a process reads that has no copies. */
  private void assertTruth(String value) {
    assertThat(process().get("a")).isEqualTo(value);
  }

  private static void awaitTrusted(Cache<String, String> cache) {
    soon().until(() -> cache.unwrap(CacheHealth.class).copies().trusted());
  }

  @Test
  void get_copyOfWhatOthersChange_isDroppedOnTheirNews() {
    here.put("a", "Emma");
    awaitTrusted(there);
    assertThat(there.get("a")).isEqualTo("Emma");

    here.put("a", "Ulysses");
    soon().until(() -> "Ulysses".equals(there.get("a")));
    here.remove("a");
    soon().until(() -> there.get("a") == null);
    here.put("a", "Hamlet");
    soon().until(() -> "Hamlet".equals(there.get("a")));
    here.removeAll();
    soon().until(() -> there.get("a") == null);
    CacheHealth.Copies health = there.unwrap(CacheHealth.class).copies();
    assertThat(health.dropped()).isPositive();
    assertThat(health.dropped() + health.refusedFills())
        .as("each change was heard: it dropped a copy, or kept one from being made")
        .isGreaterThanOrEqualTo(3);
    assertThat(health.doubts()).isZero();
    assertThat(health.propagation()).hasValueSatisfying(delay -> assertThat(delay).isPositive());
  }

  @Test
  void get_changeNobodyAnnounces_isSeenAfterAMinuteAtMost() {
    here.put("a", "Emma");
    awaitTrusted(there);
    assertThat(there.get("a")).isEqualTo("Emma");
    String namespace = MemoryStore.named(store).namespaces().iterator().next();
    MemoryStore.named(store).drop(namespace, "a");

    clock.advance(Duration.ofSeconds(59));
    assertThat(there.get("a")).isEqualTo("Emma");
    clock.advance(Duration.ofSeconds(2));

    assertThat(there.get("a")).isNull();
  }

  @Test
  void bus_isDown_readsThroughAndTellsLater() {
    here.put("a", "Emma");
    awaitTrusted(there);
    assertThat(there.get("a")).isEqualTo("Emma");

    bus.kill();
    here.put("a", "Ulysses");
    soon().until(() -> "Ulysses".equals(there.get("a")));
    here.put("a", "Hamlet");
    assertThat(there.get("a")).isEqualTo("Hamlet");
    bus.restart();

    awaitTrusted(there);
    assertThat(there.get("a")).isEqualTo("Hamlet");
    here.put("a", "Faust");
    soon().until(() -> "Faust".equals(there.get("a")));
    assertTruth("Faust");
  }

  @Test
  void bus_isNotThereAtFirst_isUsedOnceItIs() {
    bus.kill();
    Cache<String, String> early = process();
    early.put("a", "Emma");
    assertThat(early.get("a")).isEqualTo("Emma");
    bus.restart();

    awaitTrusted(early);
    here.put("a", "Ulysses");

    soon().until(() -> "Ulysses".equals(early.get("a")));
  }
}
