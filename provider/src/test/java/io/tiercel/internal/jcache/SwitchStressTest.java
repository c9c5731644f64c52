package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.CacheSwitch;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever changes a key never finds an older value of it, however often the cache is switched. */
@Timeout(120)
class SwitchStressTest {
  private static final int THREADS = 3;
  private static final int ROUNDS = 3_000;
  private static final int KEYS = 4;

  private final long seed = Long.getLong("seed", ThreadLocalRandom.current().nextLong());

  @ParameterizedTest
  @EnumSource
  void change_whileTheCacheIsSwitched_isNeverUndone(Caches.Stack stack) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (Caches caches = new Caches(stack)) {
      Cache<String, Integer> cache = caches.cache(new MutableConfiguration<>());
      List<CompletableFuture<Void>> done = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int number = i;
        done.add(CompletableFuture.runAsync(() -> change(cache, number), threads));
      }
      CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).get(100, TimeUnit.SECONDS);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Keys of its own, whose values only grow. */
  private void change(Cache<String, Integer> cache, int number) {
    SplittableRandom random = new SplittableRandom(seed + number);
    int[] last = new int[KEYS];
    for (int i = 1; i <= ROUNDS; i++) {
      if (random.nextInt(5) == 0) {
        cache.unwrap(CacheSwitch.class).setEnabled(random.nextBoolean());
      }
      int which = random.nextInt(KEYS);
      String key = number + "-" + which;
      last[which] = i;
      switch (random.nextInt(4)) {
        case 0 -> cache.put(key, i);
        case 1 -> cache.getAndPut(key, i);
        case 2 -> cache.remove(key);
        default -> {
          int next = i;
          cache.invoke(
              key,
              (entry, none) -> {
                entry.setValue(next);
                return null;
              });
        }
      }
      Integer found = cache.get(key);
      assertThat(found).as("%s, seed %d", key, seed).isIn(null, last[which]);
    }
  }
}
