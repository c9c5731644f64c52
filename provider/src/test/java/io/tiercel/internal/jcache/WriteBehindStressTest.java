package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.CacheHealth;
import io.tiercel.TieredConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Threads change, read and lose the entries of a few keys while the source takes some changes,
 * fails others and lags behind. When all is written, cache and source agree.
 */
@Timeout(240)
class WriteBehindStressTest {
  private static final int ROUNDS = 6;
  private static final int THREADS = 4;
  private static final int STEPS = 200;
  private static final int KEYS = 3;
  private static final long SEED = Long.getLong("tiercel.seed", System.nanoTime());

  private final Source source = new Source();

  @ParameterizedTest
  @EnumSource(names = {"HEAP", "HEAP_MEMORY"})
  void changes_fromManyThreads_endUpInTheSourceAsInTheCache(Caches.Stack stack) throws Exception {
    Random seeds = new Random(SEED);
    source.refuses = key -> ThreadLocalRandom.current().nextInt(8) == 0;
    for (int round = 0; round < ROUNDS; round++) {
      try (Caches caches = new Caches(stack);
          Cache<String, Integer> cache = caches.manager().createCache("books", behind())) {
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
          Random random = new Random(seeds.nextLong());
          running.add(CompletableFuture.runAsync(() -> change(cache, random)));
        }
        for (CompletableFuture<Void> one : running) {
          one.get(60, TimeUnit.SECONDS);
        }
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> cache.unwrap(CacheHealth.class).writes().pending() == 0);
        check(cache, round);
      }
    }
  }

  private TieredConfiguration<String, Integer> behind() {
    return new TieredConfiguration<String, Integer>()
        .writeThrough(true)
        .writer(new SingletonFactory<>(source))
        .readThrough(true)
        .loader(new SingletonFactory<>(source))
        .writeBehind("memory")
        .writeBehindMaxPending(2)
        .writeBehindBatch(2)
        .writeBehindDelay(Duration.ZERO)
        .writeBehindPause(Duration.ofMillis(1))
        .writeBehindPatience(Duration.ofSeconds(60));
  }

  private static void change(Cache<String, Integer> cache, Random random) {
    for (int step = 0; step < STEPS; step++) {
      String key = "k" + random.nextInt(KEYS);
      int value = random.nextInt();
      switch (random.nextInt(8)) {
        case 0 -> cache.put(key, value);
        case 1 -> cache.remove(key);
        case 2 -> cache.getAndPut(key, value);
        case 3 -> cache.putIfAbsent(key, value);
        case 4 -> cache.removeAll(Set.of(key));
        case 5 -> cache.clear();
        default -> cache.get(key);
      }
    }
  }

  private void check(Cache<String, Integer> cache, int round) {
    IntStream.range(0, KEYS)
        .mapToObj(i -> "k" + i)
        .forEach(
            key ->
                assertThat(cache.get(key))
                    .as("%s in the cache, round %d, -Dtiercel.seed=%d", key, round, SEED)
                    .isEqualTo(source.rows.get(key)));
  }
}
