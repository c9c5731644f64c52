package io.tiercel.internal.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.Fault;
import io.tiercel.tiers.testkit.Fault.Operation;
import io.tiercel.tiers.testkit.MemoryStore;
import io.tiercel.tiers.testkit.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk of one process below the tier that several share. */
class DiskBelowTest {
  @TempDir Path directory;
  private final MutableClock clock = new MutableClock();
  private final MemoryStore far = new MemoryStore();
  private final Jvm other = new Jvm(clock).memory("far", far).start();
  private Jvm jvm;

  @AfterEach
  void close() {
    jvm.close();
    other.close();
  }

  private void start(InDoubt inDoubt) {
    jvm = new Jvm(clock).memory("far", far).disk(directory).inDoubt(inDoubt).start();
    awaitTrusted();
  }

  private void startWithHeap() {
    jvm = new Jvm(clock).heap().memory("far", far).disk(directory).start();
    awaitTrusted();
  }

  private void awaitTrusted() {
    await().until(() -> jvm.stack().isTrusted());
  }

  /** The shared tier loses an entry and tells nobody. */
  private void evictUnheard(String key) {
    far.pauseAnnouncements();
    far.names("test:books").stream()
        .filter(name -> name.endsWith(key))
        .forEach(name -> far.drop("test:books", name));
    assertThat(other.get(key)).isNull();
  }

  @Test
  void get_evictedUnheard_isFromTheDisk() {
    start(InDoubt.READ_THROUGH);
    jvm.put("k", 1);
    other.put("read", 2);
    assertThat(jvm.get("read")).isEqualTo(2);

    evictUnheard("k");
    evictUnheard("read");

    assertThat(jvm.get("k")).isEqualTo(1);
    assertThat(jvm.get("read")).isEqualTo(2);
    assertThat(jvm.stack().getAll(List.of("k", "read"))).hasSize(2);
    assertThat(other.get("k")).as("nothing is written back").isNull();
  }

  @Test
  void get_evictionHeard_isAMissAsRemovalWouldBe() {
    start(InDoubt.READ_THROUGH);
    jvm.put("k", 1);
    assertThat(jvm.held("disk", "k")).isEqualTo(1);

    far.drop("test:books", far.names("test:books").iterator().next());

    assertThat(jvm.get("k")).isNull();
    assertThat(jvm.held("disk", "k")).isNull();
  }

  @Test
  void get_fromTheDisk_fillsTheHeapUntilOthersRemoveIt() {
    startWithHeap();
    other.put("k", 1);
    assertThat(jvm.get("k")).isEqualTo(1);
    assertThat(jvm.held("disk", "k")).isEqualTo(1);

    other.remove("k");

    assertThat(jvm.get("k")).isNull();
    assertThat(jvm.held("disk", "k")).isNull();
    assertThat(jvm.held("heap", "k")).isNull();
  }

  @Test
  void remove_evictedUnheard_neverComesBack() {
    startWithHeap();
    jvm.put("k", 1);
    evictUnheard("k");

    assertThat(jvm.remove("k")).isFalse();

    assertThat(jvm.get("k")).isNull();
    assertThat(jvm.held("disk", "k")).isNull();
    assertThat(jvm.held("heap", "k")).isNull();
  }

  @Test
  void update_foundNothing_copiesAreNotServedAnyMore() {
    startWithHeap();
    jvm.put("k", 1);
    evictUnheard("k");

    Object seen = jvm.stack().update("k", new Look());

    assertThat(seen).isNull();
    assertThat(jvm.get("k")).isNull();
  }

  @Test
  void get_sharedTierFails_isFromTheDiskWhileEverythingIsHeard() {
    start(InDoubt.READ_THROUGH);
    jvm.put("k", 1);
    jvm.chaos("far").add(Fault.before(Operation.GET, Operation.GET_ALL).failing(Kind.UNAVAILABLE));

    assertThat(jvm.get("k")).isEqualTo(1);
    assertThat(jvm.stack().getAll(List.of("k"))).hasSize(1);

    far.doubt();
    assertThat(jvm.get("k")).as("others may have changed it").isNull();
  }

  @Test
  void get_sharedTierFailsInDoubt_isFromTheDiskForMaxStalenessWhereAllowed() {
    start(InDoubt.SERVE);
    jvm.put("k", 1);
    jvm.chaos("far").add(Fault.before(Operation.GET).failing(Kind.UNAVAILABLE));
    far.doubt();

    clock.advance(Duration.ofMillis(4_999));
    assertThat(jvm.get("k")).isEqualTo(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(jvm.get("k")).isNull();
  }

  @Test
  void get_doubtIsOver_onlyWhatWasReadSinceIsFromTheDisk() {
    start(InDoubt.READ_THROUGH);
    jvm.put("k", 1);
    jvm.put("again", 1);
    far.doubt();
    other.remove("k");
    far.arm();
    awaitTrusted();
    assertThat(jvm.get("again")).isEqualTo(1);

    evictUnheard("again");

    assertThat(jvm.get("k")).isNull();
    assertThat(jvm.get("again")).isEqualTo(1);
  }

  @Test
  void put_didNotReachTheSharedTier_olderCopyIsNotServed() {
    start(InDoubt.READ_THROUGH);
    jvm.put("k", 1);
    jvm.chaos("far")
        .add(Fault.before(Operation.WRITE, Operation.REMOVE_ALL).failing(Kind.UNAVAILABLE));

    jvm.put("k", 2);

    assertThat(jvm.get("k")).isNull();
    assertThat(jvm.held("disk", "k")).isNull();
  }

  @Test
  void get_read_writesTheDiskOnlyOnce() {
    start(InDoubt.READ_THROUGH);
    other.put("k", 1);

    jvm.get("k");
    long written = jvm.chaos("disk").calls(Operation.WRITE);
    jvm.get("k");

    assertThat(written).isEqualTo(1);
    assertThat(jvm.chaos("disk").calls(Operation.WRITE)).isEqualTo(written);
  }

  @Test
  void get_expiredOnTheDisk_isAMiss() {
    start(InDoubt.READ_THROUGH);
    jvm.stack().put("k", 1, clock.millis() + 1_000);
    evictUnheard("k");
    assertThat(jvm.get("k")).isEqualTo(1);

    clock.advance(Duration.ofSeconds(1));

    assertThat(jvm.get("k")).isNull();
    assertThat(jvm.stack().getAll(List.of("k"))).isEqualTo(Map.of());
  }
}
