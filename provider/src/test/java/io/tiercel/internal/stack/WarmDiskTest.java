package io.tiercel.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.Fault;
import io.tiercel.tiers.testkit.Fault.Operation;
import io.tiercel.tiers.testkit.MemoryStore;
import io.tiercel.tiers.testkit.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk of one process above the tier that several share, after a restart or a doubt: what is on
 * it is served once its version was found to be the current one.
 */
class WarmDiskTest {
  @TempDir Path directory;
  private final MutableClock clock = new MutableClock();
  private final MemoryStore far = new MemoryStore();
  private final Jvm other = new Jvm(clock).memory("far", far).start();
  private Jvm jvm;

  @BeforeEach
  void start() {
    jvm = started(InDoubt.READ_THROUGH);
  }

  @AfterEach
  void close() {
    jvm.close();
    other.close();
  }

  private Jvm started(InDoubt inDoubt) {
    return started(clock, inDoubt);
  }

  private Jvm started(MutableClock time, InDoubt inDoubt) {
    Jvm starting = new Jvm(time).heap().disk(directory).memory("far", far).inDoubt(inDoubt).start();
    await().until(() -> starting.stack().isTrusted());
    return starting;
  }

  private void restart() {
    jvm.close();
    jvm = started(InDoubt.READ_THROUGH);
  }

  private long calls(Operation operation) {
    return jvm.chaos("far").calls(operation);
  }

  @Test
  void get_unchangedSinceTheRestart_isFromTheDiskAfterALookAtItsVersion() {
    jvm.put("k", 1);

    restart();

    assertThat(jvm.get("k")).isEqualTo(1);
    assertThat(calls(Operation.GET)).as("values read").isZero();
    assertThat(calls(Operation.GET_FIRST)).isEqualTo(1);
    assertThat(jvm.stack().counts().verifiedCopies()).isEqualTo(1);
    assertThat(jvm.held("heap", "k")).isEqualTo(1);
  }

  @Test
  void get_verifiedOnce_isServedWithoutAsking() {
    jvm.put("k", 1);
    restart();
    jvm.get("k");
    jvm.evict("heap", "k");

    assertThat(jvm.get("k")).isEqualTo(1);

    assertThat(calls(Operation.GET) + calls(Operation.GET_FIRST)).isEqualTo(1);
  }

  @Test
  void get_changedMeanwhile_isTheNewValue() {
    jvm.put("changed", 1);
    jvm.put("removed", 1);
    jvm.put("again", 1);
    jvm.close();
    other.put("changed", 2);
    other.remove("removed");
    other.remove("again");
    other.put("again", 3);

    jvm = started(InDoubt.READ_THROUGH);

    assertThat(jvm.get("changed")).isEqualTo(2);
    assertThat(jvm.get("removed")).isNull();
    assertThat(jvm.get("again")).isEqualTo(3);
    assertThat(jvm.stack().counts().verifiedCopies()).isZero();
    assertThat(jvm.held("disk", "changed")).isEqualTo(2);
  }

  @Test
  void get_changedByAProcessWhoseClockIsBehind_takesThePlaceOfWhatSeemsNewer() {
    MutableClock ahead = new MutableClock(clock.instant().plusSeconds(3_600));
    jvm.close();
    jvm = started(ahead, InDoubt.READ_THROUGH);
    jvm.put("k", 1);
    jvm.close();
    other.put("k", 2);

    jvm = started(InDoubt.READ_THROUGH);

    assertThat(jvm.get("k")).isEqualTo(2);
    assertThat(jvm.held("disk", "k")).isEqualTo(2);
  }

  @Test
  void get_verified_hasTheDeadlineOfTheAuthority() {
    long deadline = clock.millis() + 60_000;
    jvm.stack().put("k", 1, deadline);
    jvm.close();
    Entry<Integer> seen = other.stack().get("k");
    other.stack().touch("k", seen, deadline + 60_000);

    jvm = started(InDoubt.READ_THROUGH);

    assertThat(jvm.stack().get("k").deadlineMillis()).isEqualTo(deadline + 60_000);
    assertThat(jvm.stack().counts().verifiedCopies()).isEqualTo(1);
  }

  @Test
  void get_expiredAtTheAuthorityMeanwhile_isAMiss() {
    jvm.put("k", 1);
    jvm.close();
    other.stack().touch("k", other.stack().get("k"), clock.millis() + 1_000);
    clock.advance(Duration.ofSeconds(1));

    jvm = started(InDoubt.READ_THROUGH);

    assertThat(jvm.get("k")).isNull();
  }

  @Test
  void getAll_afterARestart_readsAndVerifies() {
    jvm.put("same", 1);
    jvm.put("changed", 1);
    jvm.close();
    other.put("changed", 2);

    jvm = started(InDoubt.READ_THROUGH);
    assertThat(jvm.stack().getAll(List.of("same", "changed"))).hasSize(2);
    assertThat(jvm.get("changed")).isEqualTo(2);
    jvm.evict("heap", "same");

    assertThat(jvm.get("same")).isEqualTo(1);
    assertThat(calls(Operation.GET) + calls(Operation.GET_FIRST)).isZero();
  }

  @Test
  void get_sharedTierFailsAfterTheRestart_isAMissAsNothingCanBeVerified() {
    jvm.put("k", 1);
    restart();
    jvm.chaos("far")
        .add(Fault.before(Operation.GET, Operation.GET_FIRST).failing(Kind.UNAVAILABLE));

    assertThat(jvm.get("k")).isNull();
  }

  @Test
  void get_afterADoubt_isVerifiedAsAfterARestart() {
    jvm.put("same", 1);
    jvm.put("changed", 1);
    far.doubt();
    other.put("changed", 2);
    far.arm();
    await().until(() -> jvm.stack().isTrusted());

    assertThat(jvm.get("same")).isEqualTo(1);
    assertThat(jvm.get("changed")).isEqualTo(2);

    assertThat(jvm.stack().counts().verifiedCopies()).isEqualTo(1);
  }

  @Test
  void get_inDoubtServe_whatIsUnverifiedStaysSo() {
    jvm.put("k", 1);
    jvm.close();
    other.put("k", 2);
    jvm = started(InDoubt.SERVE);

    far.doubt();

    assertThat(jvm.get("k")).isEqualTo(2);
    assertThat(jvm.stack().counts().servedInDoubt()).isZero();
  }

  @Test
  void restart_inDoubtDrop_nothingIsLeft() {
    jvm.put("k", 1);
    jvm.close();

    jvm = started(InDoubt.DROP);

    assertThat(jvm.held("disk", "k")).isNull();
    assertThat(jvm.get("k")).isEqualTo(1);
  }

  @Test
  void clear_afterARestart_leavesNothingOnTheDisk() {
    jvm.put("k", 1);
    restart();

    jvm.stack().clear();

    assertThat(jvm.held("disk", "k")).isNull();
    assertThat(jvm.get("k")).isNull();
  }

  @Test
  void put_afterARestart_isServedFromTheDisk() {
    jvm.put("k", 1);
    restart();

    jvm.put("k", 2);
    jvm.evict("heap", "k");

    assertThat(jvm.get("k")).isEqualTo(2);
    assertThat(calls(Operation.GET) + calls(Operation.GET_FIRST)).isZero();
  }
}
