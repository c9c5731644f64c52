package io.tiercel.internal.stack;

import static io.tiercel.tiers.testkit.Fault.Operation.CLEAR;
import static io.tiercel.tiers.testkit.Fault.Operation.GET;
import static io.tiercel.tiers.testkit.Fault.Operation.GET_ALL;
import static io.tiercel.tiers.testkit.Fault.Operation.REMOVE;
import static io.tiercel.tiers.testkit.Fault.Operation.REMOVE_ALL;
import static io.tiercel.tiers.testkit.Fault.Operation.SCAN;
import static io.tiercel.tiers.testkit.Fault.Operation.WRITE;
import static io.tiercel.tiers.testkit.Fault.Operation.WRITE_ALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.Fault;
import io.tiercel.tiers.testkit.Fault.Operation;
import io.tiercel.tiers.testkit.MemoryStore;
import io.tiercel.tiers.testkit.MutableClock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tier fails, and comes back: what callers see meanwhile, and what is there afterwards. */
@Timeout(60)
class OutageTest {
  private static final Operation[] ALL = {
    GET_ALL, WRITE, WRITE_ALL, REMOVE, REMOVE_ALL, CLEAR, SCAN
  };

  private final MutableClock clock = new MutableClock();
  private final MemoryStore near = new MemoryStore();
  private final MemoryStore far = new MemoryStore();

  @Test
  void reads_authorityDown_findNothing() {
    try (Jvm jvm = new Jvm(clock).heap().memory("far", far).start()) {
      jvm.put("k", 1);
      far.doubt();
      down(jvm, "far");

      assertThat(jvm.get("k")).isNull();
      assertThat(jvm.stack().getAll(List.of("k"))).isEmpty();
    }
  }

  @Test
  void reads_onFailureFail_throw() {
    try (Jvm jvm = new Jvm(clock).memory("far", far).failing().start()) {
      down(jvm, "far");

      assertThatThrownBy(() -> jvm.get("k"))
          .hasMessage(
              "cache \"books\", tier far: get failed: a fault was injected before the operation"
                  + " took place");
      assertThatThrownBy(() -> jvm.put("k", 1)).isInstanceOf(TierException.class);
      assertThatThrownBy(() -> jvm.stack().clear()).isInstanceOf(TierException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"before", "after"})
  void put_authorityDown_oldValueIsNotSeenAgain(String moment) {
    try (Jvm jvm = new Jvm(clock).heap().memory("far", far).start();
        Jvm other = new Jvm(clock).heap().memory("far", far).start()) {
      jvm.put("k", 1);
      jvm.put("l", 1);
      Fault fault = moment.equals("before") ? Fault.before(WRITE) : Fault.after(WRITE);
      jvm.chaos("far").add(fault.failing(Kind.TIMEOUT));
      jvm.chaos("far").add(Fault.before(REMOVE_ALL).failing(Kind.TIMEOUT));

      jvm.put("k", 2);

      assertThat(jvm.get("k")).as("while it is down").isNull();
      assertThat(jvm.get("l")).as("another key").isEqualTo(1);
      jvm.chaos("far").clear();
      await().untilAsserted(() -> assertThat(jvm.held("far", "k")).isNull());
      assertThat(jvm.get("k")).isNull();
      assertThat(other.get("k")).isNull();
      jvm.put("k", 3);
      await().untilAsserted(() -> assertThat(jvm.get("k")).isEqualTo(3));
    }
  }

  @Test
  void putAll_authorityDown_oldValuesAreNotSeenAgain() {
    try (Jvm jvm = new Jvm(clock).memory("far", far).start()) {
      jvm.put("k", 1);
      jvm.put("l", 1);
      down(jvm, "far");

      jvm.stack().putAll(Map.of("k", 2, "l", 2), Entry.NEVER);

      jvm.chaos("far").clear();
      await().untilAsserted(() -> assertThat(jvm.held("far", "k")).isNull());
      await().untilAsserted(() -> assertThat(jvm.held("far", "l")).isNull());
    }
  }

  @Test
  void put_authorityBackButNotRepaired_isNotAskedForTheKey() {
    try (Jvm jvm = new Jvm(clock).memory("far", far).start()) {
      jvm.put("k", 1);
      jvm.chaos("far").add(Fault.before(WRITE).failing(Kind.TIMEOUT));
      // Repairs are refused, which does not count against the tier.
      jvm.chaos("far").add(Fault.before(REMOVE_ALL).failing(Kind.REJECTED));
      jvm.put("k", 2);

      assertThat(jvm.get("k")).isNull();
      assertThat(jvm.stack().getAll(List.of("k"))).isEmpty();
      assertThat(jvm.stack().scan()).toIterable().isEmpty();
      assertThatThrownBy(() -> jvm.stack().update("k", new Increment()))
          .isInstanceOf(TierException.class)
          .hasMessage(
              "cache \"books\", tier far has missed a change of this key, and is not asked for it"
                  + " until that is repaired");
    }
  }

  @Test
  void update_authorityDown_throwsAndLeavesNothingToRepair() {
    try (Jvm jvm = new Jvm(clock).memory("far", far).start()) {
      jvm.put("k", 1);
      jvm.chaos("far").add(Fault.before(WRITE).failing(Kind.UNAVAILABLE));

      assertThatThrownBy(() -> jvm.stack().update("k", new Increment()))
          .isInstanceOf(TierException.class)
          .hasMessageStartingWith("cache \"books\", tier far: write failed: ");

      jvm.chaos("far").clear();
      assertThat(jvm.get("k")).isEqualTo(1);
    }
  }

  @Test
  void clear_authorityDown_isMadeGood() {
    try (Jvm jvm = new Jvm(clock).heap().memory("far", far).start()) {
      jvm.put("k", 1);
      jvm.chaos("far").add(Fault.before(CLEAR).failing(Kind.UNAVAILABLE));

      jvm.stack().clear();

      assertThat(jvm.get("k")).isNull();
      jvm.chaos("far").clear();
      await().untilAsserted(() -> assertThat(jvm.held("far", "k")).isNull());
    }
  }

  @Test
  void puts_moreThanAreKeptInMind_everythingIsDropped() {
    try (Jvm jvm = new Jvm(clock).memory("far", far).start()) {
      jvm.put("untouched", 1);
      jvm.put("k7", 1);
      down(jvm, "far");
      for (int i = 0; i <= Missed.MOST; i++) {
        jvm.put("k" + i, 2);
      }

      assertThat(jvm.get("untouched")).isNull();
      jvm.chaos("far").clear();
      await().untilAsserted(() -> assertThat(jvm.held("far", "k7")).isNull());
      await().untilAsserted(() -> assertThat(jvm.held("far", "untouched")).isNull());
      jvm.put("untouched", 3);
      await().untilAsserted(() -> assertThat(jvm.get("untouched")).isEqualTo(3));
    }
  }

  @Test
  void change_sharedReplicaDown_isBroughtToItLater() {
    try (Jvm jvm = new Jvm(clock).heap().memory("near", near).memory("far", far).start()) {
      jvm.put("k", 1);
      jvm.put("l", 1);
      down(jvm, "near");

      jvm.put("k", 2);
      assertThat(jvm.remove("l")).isTrue();

      assertThat(jvm.held("far", "k")).isEqualTo(2);
      assertThat(jvm.get("k")).isEqualTo(2);
      assertThat(jvm.get("l")).isNull();
      jvm.chaos("near").clear();
      await().untilAsserted(() -> assertThat(jvm.held("near", "k")).isEqualTo(2));
      await().untilAsserted(() -> assertThat(jvm.held("near", "l")).isNull());
    }
  }

  @Test
  void clear_sharedReplicaDown_isBroughtToItLater() {
    try (Jvm jvm = new Jvm(clock).memory("near", near).memory("far", far).start()) {
      jvm.put("k", 1);
      down(jvm, "near");

      jvm.stack().clear();

      assertThat(jvm.get("k")).isNull();
      jvm.chaos("near").clear();
      await().untilAsserted(() -> assertThat(jvm.held("near", "k")).isNull());
    }
  }

  @Test
  void get_sharedReplicaDown_comesFromBelowAndIsNotTriedAtEachStep() {
    try (Jvm jvm = new Jvm(clock).memory("near", near).memory("far", far).start()) {
      jvm.put("k", 1);
      jvm.chaos("near").add(Fault.before(GET).failing(Kind.UNAVAILABLE));
      long writes = jvm.chaos("near").calls(WRITE);

      assertThat(jvm.get("k")).isEqualTo(1);
      assertThat(jvm.chaos("near").calls(WRITE)).as("fills").isEqualTo(writes);
    }
  }

  @Test
  void get_tierFailsAgainAndAgain_isNotAskedUntilItsPauseIsOver() {
    try (Jvm jvm = new Jvm(clock).memory("far", far).start()) {
      jvm.put("k", 1);
      down(jvm, "far");
      for (int i = 0; i < 100; i++) {
        assertThat(jvm.get("k")).isNull();
      }

      assertThat(jvm.chaos("far").calls(GET)).isBetween((long) Guard.FAILURES, 20L);
      jvm.chaos("far").clear();
      await().untilAsserted(() -> assertThat(jvm.get("k")).isEqualTo(1));
    }
  }

  @Test
  void close_whileDown_doesNotWaitForIt() {
    Jvm jvm = new Jvm(clock).memory("far", far).start();
    jvm.put("k", 1);
    down(jvm, "far");
    jvm.put("k", 2);

    jvm.close();

    assertThat(jvm.chaos("far").calls(REMOVE_ALL)).isPositive();
  }

  @Test
  void close_backAgain_repairsFirst() {
    Jvm jvm = new Jvm(clock).memory("far", far).start();
    jvm.put("k", 1);
    jvm.chaos("far").add(Fault.before(WRITE).failing(Kind.TIMEOUT));
    // Repairs are refused, which does not count against the tier.
    jvm.chaos("far").add(Fault.before(REMOVE_ALL).failing(Kind.REJECTED));
    jvm.put("k", 2);
    jvm.chaos("far").clear();

    jvm.close();

    try (Jvm next = new Jvm(clock).memory("far", far).start()) {
      assertThat(next.get("k")).isNull();
    }
  }

  @Test
  void put_authorityRefusesAndAnotherProcessFillsAReplica_oldValueIsNotSeen() {
    try (Jvm one = new Jvm(clock).heap().memory("near", near).memory("far", far).start();
        Jvm two = new Jvm(clock).heap().memory("near", near).memory("far", far).start()) {
      one.put("k", 1);
      // Refusals do not count against the tier: it is read as usual.
      one.chaos("far").add(Fault.before(WRITE, REMOVE, REMOVE_ALL).failing(Kind.REJECTED));

      one.put("k", 2);
      assertThat(two.get("k")).isEqualTo(1);
      assertThat(two.held("near", "k")).as("filled").isEqualTo(1);

      assertThat(one.get("k")).isNull();
      assertThat(one.stack().getAll(List.of("k"))).isEmpty();
      assertThat(one.stack().getLatest("k")).isNull();
      assertThat(one.held("heap", "k")).isNull();
      one.chaos("far").clear();
      await().untilAsserted(() -> assertThat(two.get("k")).isNull());
      one.put("k", 3);
      await().untilAsserted(() -> assertThat(one.get("k")).isEqualTo(3));
    }
  }

  private static void down(Jvm jvm, String tier) {
    jvm.chaos(tier).add(Fault.before(GET, ALL).failing(Kind.UNAVAILABLE));
  }

  private static final class Increment implements Transition<Integer, Integer> {
    private int next;

    @Override
    public Decision<Integer> decide(@Nullable Entry<Integer> live, @Nullable Entry<Integer> trace) {
      next = live == null ? 1 : live.value() + 1;
      return Decision.store(next, Entry.NEVER);
    }

    @Override
    public Integer settled() {
      return next;
    }
  }
}
