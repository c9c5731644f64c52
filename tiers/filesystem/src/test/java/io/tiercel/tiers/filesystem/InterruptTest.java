package io.tiercel.tiers.filesystem;

import static io.tiercel.tiers.testkit.OpenTiers.all;
import static io.tiercel.tiers.testkit.OpenTiers.find;
import static io.tiercel.tiers.testkit.OpenTiers.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A thread that is interrupted is served like any other, stays interrupted, and harms nobody. */
class InterruptTest {
  @TempDir Path folder;

  @AfterEach
  void forget() {
    Thread.interrupted();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "periodic", "commit"})
  void operations_whileInterrupted_workAndLeaveOthersWorking(String fsync) {
    Map<String, ?> options = Map.of("fsync", fsync);
    try (Disk disk = new Disk(folder)) {
      Thread.currentThread().interrupt();
      ByteTier tier = disk.open(Disk.CACHE, options);
      put(tier, "a", "Emma");
      put(tier, "large", "L".repeat(100_000));
      Disk.turnRing(tier);
      assertThat(find(tier, "a")).isEqualTo("Emma");
      assertThat(find(tier, "large")).hasSize(100_000);
      assertThat(all(tier)).containsOnlyKeys("a", "large");
      assertThat(tier.remove("large", Condition.always())).isTrue();
      tier.close();
      assertThat(Thread.interrupted()).as("still interrupted").isTrue();

      ByteTier again = disk.open(Disk.CACHE, options);
      assertThat(all(again)).isEqualTo(Map.of("a", "Emma"));
    }
  }

  @Test
  void operations_interruptedAgainAndAgain_areCarriedOut() throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicBoolean done = new AtomicBoolean();
    Thread worker =
        new Thread(
            () -> {
              try {
                work();
              } catch (RuntimeException | AssertionError e) {
                failure.set(e);
              } finally {
                done.set(true);
              }
            });
    worker.start();

    while (!done.get()) {
      worker.interrupt();
      Thread.onSpinWait();
    }

    worker.join();
    assertThat(failure.get()).isNull();
  }

  private void work() {
    for (int i = 0; i < 20; i++) {
      try (Disk disk = new Disk(folder)) {
        ByteTier tier = disk.open();
        put(tier, "a", "Emma" + i);
        put(tier, "large", "L".repeat(30_000));
        for (int j = 0; j < 30; j++) {
          put(tier, "k" + j, "v".repeat(10_000));
        }
        assertThat(find(tier, "a")).isEqualTo("Emma" + i);
        assertThat(find(tier, "large")).hasSize(30_000);
      }
    }
  }
}
