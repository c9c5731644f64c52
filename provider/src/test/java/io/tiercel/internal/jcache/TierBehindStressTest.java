package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.CacheHealth;
import io.tiercel.TieredConfiguration;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.Fault;
import io.tiercel.tiers.testkit.Fault.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two processes bring changes to a lower tier that is slow and fails now and then. Each key has one
 * writer, which knows what its value must be.
 */
@Timeout(180)
class TierBehindStressTest {
  private static final String SPACE = "tiercel:books";
  private static final int WRITERS = 4;
  private static final int KEYS_EACH = 2;
  private static final int STEPS = 400;
  private static final int ROUNDS = 100;

  private final Caches caches = new Caches(Caches.Stack.HEAP_MEMORY_MEMORY);
  private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
  private final long seed = Long.getLong("tiercel.seed", System.nanoTime());
  private final List<Cache<String, Integer>> processes = List.of(open(), open());

  @AfterEach
  void close() {
    threads.shutdownNow();
    caches.far().chaos().clear();
    caches.close();
  }

  private Cache<String, Integer> open() {
    return caches
        .manager()
        .createCache(
            "books",
            new TieredConfiguration<String, Integer>()
                .types(String.class, Integer.class)
                .writeBehindTier("far")
                .writeBehindDelay(Duration.ZERO)
                .writeBehindBatch(3)
                .writeBehindPause(Duration.ofMillis(1)));
  }

  private void slowAndFailing() {
    Random random = new Random(seed - 1);
    caches
        .chaos()
        .add(
            Fault.before(Operation.GET, Operation.WRITE)
                .withChance(0.5)
                .doing(() -> LockSupport.parkNanos(random.nextInt(2_000_000))));
    caches.chaos().add(Fault.before(Operation.WRITE).withChance(0.05).failing(Kind.UNAVAILABLE));
    caches.chaos().add(Fault.after(Operation.WRITE).withChance(0.05).failing(Kind.TIMEOUT));
  }

  @Test
  void changesOfOneKey_byOneProcessAndTheOther_leaveTheLaterBelow() {
    slowAndFailing();
    List<Writer> writers = writers(4, random -> processes.get(random.nextInt(2)));
    for (int round = 0; round < ROUNDS; round++) {
      run(writers);
      awaitBrought();
      loseUpper();

      assertThat(wrong(writers)).as("seed %d, round %d", seed, round).isEmpty();
    }
  }

  @Test
  void upperTierLosesEntries_theProcessThatChangedThem_seesTheLatest() {
    caches
        .chaos()
        .add(
            Fault.before(Operation.WRITE)
                .withChance(0.5)
                .doing(() -> LockSupport.parkNanos(1_000_000)));
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> losses =
        CompletableFuture.runAsync(() -> loseUntil(over, new Random(seed + 100)), threads);

    List<Writer> writers = writers(STEPS, random -> processes.get(0));
    run(writers);

    over.set(true);
    assertThat(losses).succeedsWithin(Duration.ofSeconds(30));
    awaitBrought();
    assertThat(wrong(writers)).as("seed %d", seed).isEmpty();
  }

  private interface Choice {
    Cache<String, Integer> process(Random random);
  }

  private List<Writer> writers(int steps, Choice choice) {
    return IntStream.range(0, WRITERS)
        .mapToObj(w -> new Writer(w, steps, choice, new Random(seed + w)))
        .toList();
  }

  private void run(List<Writer> writers) {
    List<CompletableFuture<Void>> running =
        writers.stream().map(writer -> CompletableFuture.runAsync(writer, threads)).toList();
    running.forEach(writer -> assertThat(writer).succeedsWithin(Duration.ofMinutes(2)));
    assertThat(writers.stream().flatMap(writer -> writer.wrong.stream()))
        .as("seed %d", seed)
        .isEmpty();
  }

  private void loseUntil(AtomicBoolean over, Random random) {
    while (!over.get()) {
      List<String> names = List.copyOf(caches.near().names(SPACE));
      if (!names.isEmpty()) {
        caches.near().drop(SPACE, names.get(random.nextInt(names.size())));
      }
      LockSupport.parkNanos(50_000);
    }
  }

  private void loseUpper() {
    caches.near().names(SPACE).forEach(name -> caches.near().drop(SPACE, name));
  }

  private void awaitBrought() {
    for (Cache<String, Integer> process : processes) {
      await()
          .atMost(Duration.ofMinutes(1))
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(2))
          .until(
              () -> {
                process.get("asks both tiers");
                CacheHealth health = process.unwrap(CacheHealth.class);
                return health.writes().pending() == 0
                    && health.tiers().stream()
                        .allMatch(tier -> tier.answers() && tier.repairsDue() == 0);
              });
    }
  }

  /** What both processes see when all has come to rest. */
  private List<String> wrong(List<Writer> writers) {
    List<String> wrong = new ArrayList<>();
    for (Writer writer : writers) {
      for (Cache<String, Integer> process : processes) {
        writer.latest.forEach((key, latest) -> compare(process, key, latest, wrong));
      }
    }
    return wrong;
  }

  private static void compare(
      Cache<String, Integer> process, String key, @Nullable Integer latest, List<String> wrong) {
    Integer found = process.get(key);
    if (!Objects.equals(found, latest)) {
      wrong.add(key + " is " + found + " but was last made " + latest);
    }
  }

  private static final class Writer implements Runnable {
    private final int number;
    private final int steps;
    private final Choice choice;
    private final Random random;
    private final Map<String, @Nullable Integer> latest = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();

    Writer(int number, int steps, Choice choice, Random random) {
      this.number = number;
      this.steps = steps;
      this.choice = choice;
      this.random = random;
    }

    @Override
    public void run() {
      for (int step = 0; step < steps; step++) {
        Cache<String, Integer> process = choice.process(random);
        String key = "k" + number + "-" + random.nextInt(KEYS_EACH);
        switch (random.nextInt(4)) {
          case 0 -> {
            process.remove(key);
            latest.put(key, null);
          }
          case 1 -> compare(process, key, latest.get(key), wrong);
          default -> {
            process.put(key, step);
            latest.put(key, step);
          }
        }
        compare(process, key, latest.get(key), wrong);
      }
    }
  }
}
