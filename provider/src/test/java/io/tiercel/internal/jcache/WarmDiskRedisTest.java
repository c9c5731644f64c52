package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.CacheHealth;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk above Redis spares the transfer of values after a restart. */
class WarmDiskRedisTest {
  private static final int KEYS = 50;

  @TempDir Path directory;
  private final RedisServer redis = RedisServer.start();

  @AfterEach
  void close() {
    redis.close();
  }

  private TiercelCacheManager manager() {
    Properties settings = new Properties();
    settings.setProperty("caches.books.tiers", "disk, redis");
    settings.setProperty("tiers.redis.uri", redis.uri());
    settings.setProperty("tiers.redis.timeout", "20s");
    settings.setProperty("tiers.redis.connect-timeout", "60s");
    settings.setProperty("tiers.disk.type", "filesystem");
    settings.setProperty("tiers.disk.directory", directory.toString());
    settings.setProperty("tiers.disk.max-bytes", "64MB");
    return Managers.open(settings, InstantSource.system());
  }

  private static Cache<String, String> books(TiercelCacheManager manager) {
    Cache<String, String> books =
        manager.createCache(
            "books",
            new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              books.get("nothing"); // connects
              return copies(books).trusted();
            });
    return books;
  }

  private static CacheHealth.Copies copies(Cache<String, String> books) {
    return books.unwrap(CacheHealth.class).copies();
  }

  @Test
  void get_afterARestart_asksRedisForVersionsAlone() {
    String value = "Call me Ishmael. ".repeat(4_000);
    try (TiercelCacheManager before = manager()) {
      Cache<String, String> books = books(before);
      for (int k = 0; k < KEYS; k++) {
        books.put("k" + k, k + value);
      }
    }
    try (TiercelCacheManager after = manager()) {
      Cache<String, String> books = books(after);
      long values = redis.calls("get");
      long versions = redis.calls("getrange");

      for (int k = 0; k < KEYS; k++) {
        assertThat(books.get("k" + k)).isEqualTo(k + value);
      }

      assertThat(redis.calls("get")).as("values read").isEqualTo(values);
      assertThat(redis.calls("getrange")).as("versions read").isEqualTo(versions + KEYS);
      assertThat(copies(books).verified()).isEqualTo(KEYS);
    }
  }

  @Test
  void get_redisHasLostOrChangedIt_isWhatRedisHas() {
    try (TiercelCacheManager before = manager()) {
      Cache<String, String> books = books(before);
      books.put("lost", "Emma");
      books.put("changed", "Emma");
    }
    redis.ask("DEL", "tiercel:books::lost");
    redis.ask("SET", "tiercel:books::changed", "no entry");
    try (TiercelCacheManager after = manager()) {
      Cache<String, String> books = books(after);

      assertThat(books.get("lost")).isNull();
      assertThat(books.get("changed")).isNull();
      assertThat(copies(books).verified()).isZero();
    }
  }
}
