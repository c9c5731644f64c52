package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.CacheHealth;
import io.tiercel.tiers.testkit.MemoryStore;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three processes change the same keys in a store that tells nobody, while the connections over
 * which they tell each other are cut again and again. When they rest, no copy is older than what
 * the store has, though copies may live for an hour.
 */
@Timeout(180)
class BusStressTest {
  private static final int PROCESSES = 3;
  private static final int KEYS = 8;
  private static final int ROUNDS = 3;
  private static final int STEPS = 300;

  private final String store = UUID.randomUUID().toString();
  private final RedisServer bus = RedisServer.start();
  private final long seed = Long.getLong("tiercel.seed", System.nanoTime());
  private final List<TiercelCacheManager> managers = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(PROCESSES + 1);

  @AfterEach
  void stop() {
    threads.shutdownNow();
    managers.forEach(TiercelCacheManager::close);
    bus.close();
    MemoryStore.forget(store);
  }

  private Cache<String, Integer> process(String tiers) {
    Properties settings = new Properties();
    settings.setProperty("caches.books.tiers", tiers);
    settings.setProperty("caches.books.memory.store", store);
    settings.setProperty("caches.books.memory.announces", "false");
    settings.setProperty("caches.books.announce-over", "news");
    settings.setProperty("caches.books.max-staleness", "1h");
    settings.setProperty("tiers.news.type", "redis");
    settings.setProperty("tiers.news.uri", bus.uri());
    settings.setProperty("tiers.news.client-name", "process" + managers.size());
    TiercelCacheManager manager = Managers.open(settings, InstantSource.system());
    managers.add(manager);
    return manager.createCache(
        "books", new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class));
  }

  @Test
  void changes_whileTheBusIsCut_leaveNoStaleCopy() {
    List<Cache<String, Integer>> processes = new ArrayList<>();
    for (int p = 0; p < PROCESSES; p++) {
      processes.add(process("heap, memory"));
    }
    Cache<String, Integer> truth = process("memory");
    for (int round = 0; round < ROUNDS; round++) {
      processes.forEach(BusStressTest::awaitTrusted);
      changeWhileCut(processes, seed + 31L * round);
      processes.forEach(BusStressTest::awaitTrusted);

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(stale(processes, truth)).as("seed %d", seed).isEmpty());
      assertThat(stale(processes, truth)).as("seed %d, once settled", seed).isEmpty();
    }
    assertThat(processes).allMatch(process -> copies(process).doubts() > 0);
  }

  private void changeWhileCut(List<Cache<String, Integer>> processes, long lot) {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> cuts =
        CompletableFuture.runAsync(() -> cutUntil(over, new Random(lot)), threads);
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (int p = 0; p < PROCESSES; p++) {
      Cache<String, Integer> process = processes.get(p);
      Random random = new Random(lot + 1 + p);
      running.add(CompletableFuture.runAsync(() -> work(process, random), threads));
    }
    running.forEach(thread -> assertThat(thread).succeedsWithin(Duration.ofMinutes(2)));
    over.set(true);
    assertThat(cuts).succeedsWithin(Duration.ofSeconds(30));
  }

  private static CacheHealth.Copies copies(Cache<String, Integer> process) {
    return process.unwrap(CacheHealth.class).copies();
  }

  private static void awaitTrusted(Cache<String, Integer> process) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              process.get("first"); // connects
              return copies(process).trusted();
            });
  }

  private void cutUntil(AtomicBoolean over, Random random) {
    while (!over.get()) {
      bus.ask("CLIENT", "KILL", "TYPE", random.nextInt(4) == 0 ? "normal" : "pubsub");
      LockSupport.parkNanos(random.nextInt(10_000_000));
    }
  }

  private static void work(Cache<String, Integer> process, Random random) {
    for (int step = 0; step < STEPS; step++) {
      String key = "k" + random.nextInt(KEYS);
      switch (random.nextInt(10)) {
        case 0 -> process.put(key, random.nextInt());
        case 1 -> process.remove(key);
        default -> process.get(key);
      }
      LockSupport.parkNanos(random.nextInt(1_000_000));
    }
  }

  private static List<String> stale(
      List<Cache<String, Integer>> processes, Cache<String, Integer> truth) {
    List<String> stale = new ArrayList<>();
    for (int k = 0; k < KEYS; k++) {
      Integer latest = truth.get("k" + k);
      for (Cache<String, Integer> process : processes) {
        Integer found = process.get("k" + k);
        if (!Objects.equals(found, latest)) {
          stale.add("k" + k + " is " + found + " but the store has " + latest);
        }
      }
    }
    return stale;
  }
}
