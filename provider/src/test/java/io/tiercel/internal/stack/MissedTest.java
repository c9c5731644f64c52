package io.tiercel.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MissedTest {
  private final Missed<String> missed = new Missed<>("books", "far", ForkJoinPool.commonPool());
  private final Repairs repairs = new Repairs();

  @AfterEach
  void close() {
    missed.close();
  }

  @Test
  void add_tierAnswers_isRepairedOnce() {
    missed.repairBy(repairs);

    missed.add("k");

    await().until(() -> !missed.isAnything());
    assertThat(repairs.done).containsExactly(Set.of("k"));
    await().untilAsserted(() -> assertThat(missed.repairs().made()).isEqualTo(1));
  }

  @Test
  void add_tierFails_isTriedAgainUntilItAnswers() {
    repairs.failures.set(3);
    missed.repairBy(repairs);

    missed.add("k");

    await().until(() -> !missed.isAnything());
    assertThat(repairs.done).containsExactly(Set.of("k"));
  }

  @Test
  void add_repairEndsInAnError_isTriedAgain() {
    repairs.meanwhile =
        () -> {
          throw new AssertionError("staged");
        };
    missed.repairBy(repairs);

    missed.add("k");

    await().dontCatchUncaughtExceptions().until(() -> !missed.isAnything());
    assertThat(repairs.done).containsExactly(Set.of("k"), Set.of("k"));
  }

  @Test
  void add_noThreadForTheRepair_isTriedAgain() {
    AtomicInteger refusals = new AtomicInteger(2);
    Executor executor =
        task -> {
          if (refusals.getAndDecrement() > 0) {
            throw new OutOfMemoryError("staged: unable to create native thread");
          }
          ForkJoinPool.commonPool().execute(task);
        };
    try (Missed<String> other = new Missed<>("books", "far", executor)) {
      other.repairBy(repairs);

      assertThatThrownBy(() -> other.add("k")).isInstanceOf(OutOfMemoryError.class);

      await().until(() -> !other.isAnything());
      assertThat(repairs.done).containsExactly(Set.of("k"));
    }
  }

  @Test
  void add_sameKeyWhileItIsRepaired_isRepairedAgain() {
    repairs.meanwhile = () -> missed.add("k");
    missed.repairBy(repairs);

    missed.add("k");

    await().until(() -> !missed.isAnything());
    assertThat(repairs.done).containsExactly(Set.of("k"), Set.of("k"));
  }

  @Test
  void addAll_oneKeyMissedMeanwhile_isRepairedToo() {
    repairs.meanwhile = () -> missed.add("k");
    missed.repairBy(repairs);

    missed.addAll();

    await().until(() -> !missed.isAnything());
    assertThat(repairs.done).containsExactly(Set.of(), Set.of("k"));
    assertThat(missed.concerns("k")).isFalse();
  }

  @Test
  void concerns_everythingMissed_isTrueForAnyKey() {
    repairs.failures.set(Integer.MAX_VALUE);
    missed.repairBy(repairs);

    missed.add("k");
    assertThat(missed.concerns("k")).isTrue();
    assertThat(missed.concerns("l")).isFalse();

    missed.addAll();
    assertThat(missed.concerns("l")).isTrue();
  }

  /** Each repair by its keys, none for everything. */
  private static final class Repairs implements Missed.Repair<String> {
    final List<Set<String>> done = new CopyOnWriteArrayList<>();
    final AtomicInteger failures = new AtomicInteger();
    volatile Runnable meanwhile = () -> {};

    @Override
    public void repair(Collection<String> keys) {
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new TierException(Kind.UNAVAILABLE, "not yet");
      }
      done.add(Set.copyOf(new ArrayList<>(keys)));
      Runnable now = meanwhile;
      meanwhile = () -> {};
      now.run();
    }

    @Override
    public void repairAll() {
      repair(List.of());
    }
  }
}
