package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.CacheHealth;
import io.tiercel.tiers.testkit.server.RedisCluster;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies in the heap over a cluster whose keys move from server to server. */
class ClusterCopiesTest {
  private static final String PREFIX = "tiercel:books::";
  private static final List<String> KEYS = List.of("a", "b", "c", "d");

  private final List<TiercelCacheManager> processes = new ArrayList<>();
  private RedisCluster cluster;
  private Cache<String, String> here;
  private Cache<String, String> there;

  @BeforeEach
  void start() {
    cluster = RedisCluster.start(3);
    here = process();
    there = process();
    soon()
        .untilAsserted(
            () -> {
              KEYS.forEach(key -> here.put(key, "old"));
              KEYS.forEach(key -> assertThat(there.get(key)).isEqualTo("old"));
              assertThat(there.unwrap(CacheHealth.class).copies().trusted()).isTrue();
            });
  }

  @AfterEach
  void stop() {
    processes.forEach(TiercelCacheManager::close);
    cluster.close();
  }

  private Cache<String, String> process() {
    Properties settings = new Properties();
    settings.setProperty("caches.books.tiers", "heap, redis");
    settings.setProperty("caches.books.redis.uri", cluster.uri());
    settings.setProperty("caches.books.redis.mode", "cluster");
    settings.setProperty("caches.books.redis.timeout", "1m");
    settings.setProperty("caches.books.redis.connect-timeout", "1m");
    TiercelCacheManager manager = Managers.open(settings, InstantSource.system());
    processes.add(manager);
    return manager.createCache(
        "books", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
  }

  private static ConditionFactory soon() {
    return await().ignoreExceptions().atMost(Duration.ofSeconds(60));
  }

  /** A change by the other process, and one by who knows nothing of caches, at the new place. */
  private void assertChangesAreHeard(String key) {
    soon()
        .untilAsserted(
            () -> {
              here.put(key, "new");
              assertThat(there.get(key)).isEqualTo("new");
            });
    soon()
        .until(
            () -> {
              cluster.masterOf(PREFIX + key).ask("DEL", PREFIX + key);
              return there.get(key) == null && here.get(key) == null;
            });
  }

  @Test
  void get_slotsMoveToANewMaster_copiesStillFollowTheChanges() {
    RedisServer added = cluster.addMaster();

    for (String key : KEYS) {
      cluster.moveSlot(cluster.slot(PREFIX + key), added);
      soon().until(() -> "old".equals(there.get(key)));
      assertChangesAreHeard(key);
    }

    assertThat(added.calls("set")).isGreaterThanOrEqualTo(KEYS.size());
  }

  @Test
  void get_replicaTakesTheMastersPlace_copiesStillFollowTheChanges() {
    RedisServer replica = cluster.addReplica(cluster.masterOf(PREFIX + "a"));

    cluster.failOver(replica);

    assertThat(cluster.masterOf(PREFIX + "a")).isSameAs(replica);
    KEYS.forEach(this::assertChangesAreHeard);
  }
}
