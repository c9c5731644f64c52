package io.tiercel.internal.jcache;

import static io.tiercel.tiers.testkit.Fault.Operation.GET;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.testkit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operations whose result is the truth, from several threads of two processes at once. */
@Timeout(120)
class AtomicityTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 1_000;

  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource
  void invoke_incrementsFromManyThreads_losesNone(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      List<Cache<String, Integer>> processes = processes(caches);

      everyThread(
          processes,
          cache -> {
            for (int i = 0; i < ROUNDS; i++) {
              cache.invoke(
                  "count",
                  (entry, arguments) -> {
                    entry.setValue(entry.exists() ? entry.getValue() + 1 : 1);
                    return null;
                  });
            }
          });

      for (Cache<String, Integer> cache : processes) {
        assertThat(cache.get("count")).isEqualTo(THREADS * ROUNDS);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void invoke_amongBlindPutsOfOtherKeysAndThisOne_isNeverOvertakenForEver(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      List<Cache<String, Integer>> processes = processes(caches);
      AtomicInteger invocations = new AtomicInteger();

      everyThread(
          processes,
          cache -> {
            int mine = invocations.incrementAndGet();
            for (int i = 0; i < ROUNDS; i++) {
              if (mine == 1) {
                cache.invoke(
                    "count",
                    (entry, arguments) -> {
                      Integer before = entry.getValue();
                      Thread.onSpinWait();
                      entry.setValue(before == null ? 1 : before + 1);
                      return null;
                    });
              } else {
                cache.put(i % 2 == 0 ? "count" : "other" + i % 7, i);
              }
            }
          });

      assertThat(processes.get(0).get("count")).isEqualTo(processes.get(1).get("count"));
    }
  }

  /** What the processor found absent it removed before the other process came. */
  @ParameterizedTest
  @EnumSource(names = "HEAP", mode = EnumSource.Mode.EXCLUDE)
  void invoke_removesWhatIsAbsentWhileAnotherProcessPuts_takesNothing(Caches.Stack stack) {
    for (boolean loads : List.of(false, true)) {
      try (Caches caches = new Caches(stack)) {
        Cache<String, Integer> cache = caches.cache(loading(loads));
        Cache<String, Integer> other = caches.cache(loading(loads));
        caches.chaos().add(Fault.after(GET).times(1).doing(() -> other.put("k", 1)));

        String done =
            cache.invoke(
                "k",
                (entry, arguments) -> {
                  if (entry.exists()) {
                    entry.setValue(entry.getValue());
                    return "kept";
                  }
                  entry.remove();
                  return "removed";
                });

        assertThat(cache.get("k")).as(done).isEqualTo(1);
        assertThat(other.get("k")).as(done).isEqualTo(1);
      }
    }
  }

  private static MutableConfiguration<String, Integer> loading(boolean loads) {
    MutableConfiguration<String, Integer> configuration = new MutableConfiguration<>();
    return loads
        ? configuration.setCacheLoaderFactory(new SingletonFactory<>(new Scene.Twos()))
        : configuration;
  }

  @ParameterizedTest
  @EnumSource
  void replaceIfEqual_incrementsFromManyThreads_losesNone(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      List<Cache<String, Integer>> processes = processes(caches);
      processes.get(0).put("count", 0);

      everyThread(
          processes,
          cache -> {
            for (int i = 0; i < ROUNDS / 4; i++) {
              Integer seen;
              do {
                seen = cache.get("count");
              } while (!cache.replace("count", seen, seen + 1));
            }
          });

      assertThat(processes.get(1).get("count")).isEqualTo(THREADS * (ROUNDS / 4));
    }
  }

  @ParameterizedTest
  @EnumSource
  void putIfAbsent_fromManyThreads_succeedsOnceForEachKey(Caches.Stack stack) {
    try (Caches caches = new Caches(stack)) {
      List<Cache<String, Integer>> processes = processes(caches);
      AtomicInteger stored = new AtomicInteger();

      everyThread(
          processes,
          cache -> {
            for (int i = 0; i < ROUNDS; i++) {
              if (cache.putIfAbsent("k" + i, i)) {
                stored.incrementAndGet();
              }
            }
          });

      assertThat(stored).hasValue(ROUNDS);
    }
  }

  @ParameterizedTest
  @EnumSource
  void getAndPutAndGetAndRemove_fromManyThreads_handEachValueOutOnce(Caches.Stack stack) {
    long seed = System.nanoTime();
    try (Caches caches = new Caches(stack)) {
      List<Cache<String, Integer>> processes = processes(caches);
      AtomicInteger given = new AtomicInteger();
      AtomicInteger taken = new AtomicInteger();
      AtomicInteger threadNumber = new AtomicInteger();

      everyThread(
          processes,
          cache -> {
            Random random = new Random(seed + threadNumber.incrementAndGet());
            for (int i = 0; i < ROUNDS; i++) {
              Integer old;
              if (random.nextBoolean()) {
                given.incrementAndGet();
                old = cache.getAndPut("k", i);
              } else {
                old = cache.getAndRemove("k");
              }
              if (old != null) {
                taken.incrementAndGet();
              }
            }
          });

      int left = processes.get(0).containsKey("k") ? 1 : 0;
      assertThat(taken.get() + left).as("seed %d", seed).isEqualTo(given.get());
    }
  }

  private List<Cache<String, Integer>> processes(Caches caches) {
    List<Cache<String, Integer>> processes = new ArrayList<>();
    processes.add(caches.cache(new MutableConfiguration<>()));
    processes.add(
        caches.stack().isShared() ? caches.cache(new MutableConfiguration<>()) : processes.get(0));
    return processes;
  }

  private void everyThread(
      List<Cache<String, Integer>> processes, Consumer<Cache<String, Integer>> work) {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      Cache<String, Integer> cache = processes.get(t % processes.size());
      running.add(
          CompletableFuture.runAsync(
              () -> {
                try {
                  start.await();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
                work.accept(cache);
              },
              threads));
    }
    running.forEach(thread -> assertThat(thread).succeedsWithin(Duration.ofSeconds(100)));
  }
}
