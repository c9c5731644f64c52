package io.tiercel.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.tiers.testkit.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One process changes keys all the time; another with a disk reads them, stops hearing of changes
 * now and then, ends, and starts again on the same disk. It never sees what was changed before it
 * began to read.
 */
@Timeout(120)
class WarmDiskStressTest {
  private static final int LIVES = 40;
  private static final int READS = 300;
  private static final int KEYS = 24;

  @TempDir Path directory;
  private final MemoryStore far = new MemoryStore();
  private final Jvm writer = jvm().memory("far", far).start();

  /** By key, the oldest value that may still be read. */
  private final AtomicIntegerArray oldest = new AtomicIntegerArray(KEYS);

  private final AtomicInteger verified = new AtomicInteger();

  private static Jvm jvm() {
    return new Jvm(InstantSource.system());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void get_restartsAndDoubts_neverReadsWhatWasChangedBefore(boolean diskIsAbove) throws Exception {
    long seed = System.nanoTime();
    List<String> stale = new ArrayList<>();
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> changes =
        CompletableFuture.runAsync(() -> change(new Random(seed), over));
    try {
      Random random = new Random(seed + 1);
      for (int life = 0; life < LIVES; life++) {
        live(random, diskIsAbove, stale);
      }
    } finally {
      over.set(true);
    }

    assertThat(changes).succeedsWithin(Duration.ofSeconds(60));
    writer.close();
    assertThat(stale).as("seed %d", seed).isEmpty();
    assertThat(verified.get() > 0).as("copies found current, seed %d", seed).isEqualTo(diskIsAbove);
  }

  private void change(Random random, AtomicBoolean over) {
    for (int value = 1; !over.get(); value++) {
      int k = random.nextInt(KEYS);
      if (random.nextInt(4) == 0) {
        writer.remove("k" + k);
      } else {
        writer.put("k" + k, value);
      }
      oldest.set(k, value);
      if (random.nextInt(8) == 0) {
        LockSupport.parkNanos(1_000);
      }
    }
  }

  private void live(Random random, boolean diskIsAbove, List<String> stale) {
    Jvm jvm = jvm().heap();
    jvm =
        diskIsAbove
            ? jvm.disk(directory).memory("far", far)
            : jvm.memory("far", far).disk(directory);
    try (Jvm reader = jvm.start()) {
      await().until(() -> reader.stack().isTrusted());
      for (int i = 0; i < READS; i++) {
        if (random.nextInt(100) == 0) {
          far.doubt();
        } else if (random.nextInt(30) == 0) {
          far.arm();
        }
        read(reader, random.nextInt(KEYS), stale);
      }
      far.arm();
      await().until(() -> reader.stack().isTrusted());
      verified.addAndGet((int) reader.stack().counts().verifiedCopies());
    }
  }

  private void read(Jvm reader, int k, List<String> stale) {
    int before = oldest.get(k);
    Integer found = reader.get("k" + k);
    if (found != null && found < before) {
      stale.add("k%d was read as %d after it had become %d".formatted(k, found, before));
    }
  }
}
