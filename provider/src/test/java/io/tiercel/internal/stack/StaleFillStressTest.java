package io.tiercel.internal.stack;

import static io.tiercel.tiers.testkit.Fault.Operation.GET;
import static io.tiercel.tiers.testkit.Fault.Operation.REMOVE;
import static io.tiercel.tiers.testkit.Fault.Operation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.tiers.testkit.Fault;
import io.tiercel.tiers.testkit.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two processes read, put and remove a few keys as fast as they can; when they rest, no replica may
 * hold anything but what the authority holds.
 */
@Timeout(120)
class StaleFillStressTest {
  private static final int ROUNDS = 20;
  private static final int STEPS = 200;
  private static final int KEYS = 4;
  private static final int THREADS = 3;

  @TempDir Path directory;
  private int disks;
  private final ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS);

  /** Stacks of replicas over one authority. */
  enum Stack {
    HEAP_FAR,
    NEAR_FAR,
    HEAP_NEAR_FAR,
    HEAP_DISK_FAR,
    HEAP_FAR_DISK
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @ParameterizedTest
  @EnumSource
  void readsAndChanges_ofTwoProcesses_leaveNoStaleCopy(Stack kind) {
    long seed = System.nanoTime();

    List<String> stale = staleCopies(kind, seed, false);

    assertThat(stale).as("seed %d", seed).isEmpty();
  }

  /** What happens while nobody hears of it leaves no stale copy either. */
  @ParameterizedTest
  @EnumSource(names = "NEAR_FAR", mode = EnumSource.Mode.EXCLUDE)
  void readsAndChanges_whileFeedsBreakAndHeal_leaveNoStaleCopy(Stack kind) {
    long seed = System.nanoTime();

    List<String> stale = staleCopies(kind, seed, true);

    assertThat(stale).as("seed %d", seed).isEmpty();
  }

  private List<String> staleCopies(Stack kind, long seed, boolean feedsBreak) {
    List<String> stale = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      MemoryStore near = new MemoryStore();
      MemoryStore far = new MemoryStore();
      List<Jvm> jvms = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        jvms.add(slowed(jvm(kind, near, far)).start());
      }
      List<CompletableFuture<Void>> running = run(jvms, seed + round);
      if (feedsBreak) {
        breakAndHeal(List.of(near, far), new Random(seed + round), running);
        jvms.forEach(jvm -> await().until(() -> jvm.stack().isTrusted()));
      }
      running.forEach(thread -> assertThat(thread).succeedsWithin(Duration.ofSeconds(100)));
      for (Jvm jvm : jvms) {
        addStale(kind, jvm, stale);
        jvm.close();
      }
    }
    return stale;
  }

  private Jvm jvm(Stack kind, MemoryStore near, MemoryStore far) {
    Jvm jvm = new Jvm(InstantSource.system());
    return switch (kind) {
      case HEAP_FAR -> jvm.heap().memory("far", far);
      case NEAR_FAR -> jvm.memory("near", near).memory("far", far);
      case HEAP_NEAR_FAR -> jvm.heap().memory("near", near).memory("far", far);
      case HEAP_DISK_FAR -> jvm.heap().disk(ownDisk()).memory("far", far);
      case HEAP_FAR_DISK -> jvm.heap().memory("far", far).disk(ownDisk());
    };
  }

  private Path ownDisk() {
    return directory.resolve("disk" + disks++);
  }

  /** Now and then a step takes its time before the next one, where the races are. */
  private static Jvm slowed(Jvm jvm) {
    Fault slow =
        Fault.after(GET, WRITE, REMOVE).withChance(0.3).doing(() -> LockSupport.parkNanos(100_000));
    jvm.chaos("far").add(slow);
    for (String tier : List.of("near", "disk")) {
      if (jvm.has(tier)) {
        jvm.chaos(tier).add(slow);
      }
    }
    return jvm;
  }

  /** As long as somebody works. */
  private static void breakAndHeal(
      List<MemoryStore> stores, Random random, List<CompletableFuture<Void>> running) {
    while (!running.stream().allMatch(CompletableFuture::isDone)) {
      MemoryStore store = stores.get(random.nextInt(stores.size()));
      store.doubt();
      LockSupport.parkNanos(random.nextInt(500_000));
      store.arm();
      LockSupport.parkNanos(random.nextInt(500_000));
    }
  }

  private List<CompletableFuture<Void>> run(List<Jvm> jvms, long seed) {
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (int t = 0; t < 2 * THREADS; t++) {
      Random random = new Random(seed * 31 + t);
      Jvm jvm = jvms.get(t % 2);
      running.add(CompletableFuture.runAsync(() -> work(jvm, random), threads));
    }
    return running;
  }

  private static void work(Jvm jvm, Random random) {
    for (int i = 0; i < STEPS; i++) {
      String key = "k" + random.nextInt(KEYS);
      switch (random.nextInt(8)) {
        case 0 -> jvm.put(key, random.nextInt());
        case 1 -> jvm.remove(key);
        default -> jvm.get(key);
      }
    }
  }

  private static void addStale(Stack kind, Jvm jvm, List<String> stale) {
    for (int k = 0; k < KEYS; k++) {
      String key = "k" + k;
      Integer truth = jvm.held("far", key);
      for (String tier : List.of("heap", "near", "disk")) {
        if (jvm.has(tier)) {
          Integer copy = jvm.serves(tier, key);
          if (copy != null && !copy.equals(truth)) {
            stale.add(kind + ": " + tier + " holds " + copy + " but the truth is " + truth);
          }
        }
      }
    }
  }
}
