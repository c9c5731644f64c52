package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.CacheHealth;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two processes with a disk each below one Redis that loses entries all the time. Each key has one
 * writer, who uses either process and so knows what the latest value is.
 */
@Timeout(180)
class DiskBelowRedisStressTest {
  private static final int WRITERS = 3;
  private static final int KEYS_EACH = 4;
  private static final int STEPS = 500;

  @TempDir Path directory;
  private final RedisServer redis = RedisServer.start();
  private final List<TiercelCacheManager> managers = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);

  @AfterEach
  void close() {
    threads.shutdownNow();
    managers.forEach(TiercelCacheManager::close);
    redis.close();
  }

  private Cache<String, Integer> process(String announcements) {
    Properties settings = new Properties();
    settings.setProperty("caches.books.tiers", "heap, redis, disk");
    settings.setProperty("tiers.redis.uri", redis.uri());
    settings.setProperty("tiers.redis.timeout", "20s");
    settings.setProperty("tiers.redis.connect-timeout", "60s");
    settings.setProperty("tiers.redis.client-name", "process" + managers.size());
    settings.setProperty("tiers.redis.announcements", announcements);
    settings.setProperty("tiers.disk.type", "filesystem");
    settings.setProperty(
        "tiers.disk.directory", directory.resolve("" + managers.size()).toString());
    settings.setProperty("tiers.disk.max-bytes", "4MB");
    TiercelCacheManager manager = Managers.open(settings, InstantSource.system());
    managers.add(manager);
    Cache<String, Integer> cache =
        manager.createCache(
            "books",
            new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class));
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              cache.get("first"); // connects
              return cache.unwrap(CacheHealth.class).copies().trusted();
            });
    return cache;
  }

  @ParameterizedTest
  @ValueSource(strings = {"tracking", "publish"})
  void removedAndOldEntries_neverComeBackFromTheDisk(String announcements) {
    long seed = System.nanoTime();
    List<Cache<String, Integer>> processes =
        List.of(process(announcements), process(announcements));
    AtomicBoolean done = new AtomicBoolean();

    CompletableFuture<Void> evictions =
        CompletableFuture.runAsync(() -> evictUntil(done, new Random(seed)), threads);
    List<Writer> writers = new ArrayList<>();
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (int w = 0; w < WRITERS; w++) {
      Writer writer = new Writer(processes, w, new Random(seed + 1 + w));
      writers.add(writer);
      running.add(CompletableFuture.runAsync(writer, threads));
    }
    running.forEach(writer -> assertThat(writer).succeedsWithin(Duration.ofMinutes(2)));
    done.set(true);
    assertThat(evictions).succeedsWithin(Duration.ofSeconds(30));

    assertThat(writers.stream().flatMap(writer -> writer.wrong.stream()))
        .as("seed %d", seed)
        .isEmpty();
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(stale(processes, writers)).as("seed %d", seed).isEmpty());
    assertThat(stale(processes, writers)).as("seed %d, once settled", seed).isEmpty();
  }

  /** As memory that has run out would. */
  private void evictUntil(AtomicBoolean done, Random random) {
    while (!done.get()) {
      redis.ask("DEL", "tiercel:books::" + key(random.nextInt(WRITERS), random.nextInt(KEYS_EACH)));
    }
  }

  private static String key(int writer, int number) {
    return "k" + writer + "-" + number;
  }

  /** What is lost is a miss; anything else must be the latest value. */
  private static List<String> stale(List<Cache<String, Integer>> processes, List<Writer> writers) {
    List<String> stale = new ArrayList<>();
    for (Writer writer : writers) {
      for (int k = 0; k < KEYS_EACH; k++) {
        for (Cache<String, Integer> process : processes) {
          Integer found = process.get(key(writer.number, k));
          if (found != null && !found.equals(writer.latest[k])) {
            stale.add(key(writer.number, k) + " is " + found + ", not " + writer.latest[k]);
          }
        }
      }
    }
    return stale;
  }

  private static final class Writer implements Runnable {
    private final List<Cache<String, Integer>> processes;
    private final int number;
    private final Random random;
    private final @Nullable Integer[] latest = new Integer[KEYS_EACH];
    private final List<String> wrong = new ArrayList<>();

    Writer(List<Cache<String, Integer>> processes, int number, Random random) {
      this.processes = processes;
      this.number = number;
      this.random = random;
    }

    @Override
    public void run() {
      for (int step = 0; step < STEPS; step++) {
        Cache<String, Integer> process = processes.get(random.nextInt(processes.size()));
        int k = random.nextInt(KEYS_EACH);
        switch (random.nextInt(6)) {
          case 0 -> put(process, k, step);
          case 1 -> remove(process, k);
          default -> process.get(key(random.nextInt(WRITERS), k));
        }
      }
    }

    private void put(Cache<String, Integer> process, int k, int value) {
      process.put(key(number, k), value);
      latest[k] = value;
      expectLatest(process, k);
    }

    private void remove(Cache<String, Integer> process, int k) {
      process.remove(key(number, k));
      latest[k] = null;
      expectLatest(process, k);
    }

    /** A process sees its own changes at once. */
    private void expectLatest(Cache<String, Integer> process, int k) {
      Integer found = process.get(key(number, k));
      if (found != null && !found.equals(latest[k])) {
        wrong.add("just changed to " + latest[k] + ", but is " + found);
      }
    }
  }
}
