package io.tiercel.internal.stack;

import static io.tiercel.tiers.testkit.Fault.Operation.GET;
import static io.tiercel.tiers.testkit.Fault.Operation.REMOVE;
import static io.tiercel.tiers.testkit.Fault.Operation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.tiers.testkit.Fault;
import io.tiercel.tiers.testkit.Gate;
import io.tiercel.tiers.testkit.MemoryStore;
import io.tiercel.tiers.testkit.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The races in which a copy of an old entry would be published after the key was changed, each
 * staged step by step, with its guard and without.
 */
@Timeout(60)
class StaleFillTest {
  private final MutableClock clock = new MutableClock();
  private final MemoryStore near = new MemoryStore();
  private final MemoryStore far = new MemoryStore();
  private final Gate gate = new Gate("between reading and publishing");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void get_removedHereMeanwhile_staysOutOfTheHeapOnlyWithStamps(boolean guarded) throws Exception {
    Jvm jvm = guard(new Jvm(clock).heap().memory("far", far), guarded).start();
    far1(1);

    CompletableFuture<Integer> reader = readHeldAfter("far", jvm);
    assertThat(jvm.remove("k")).isTrue();
    gate.open();

    assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(jvm.get("k")).isEqualTo(guarded ? null : 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void get_removedByAnotherMeanwhile_staysOutOfTheHeapOnlyWithStamps(boolean guarded)
      throws Exception {
    Jvm jvm = guard(new Jvm(clock).heap().memory("far", far), guarded).start();
    Jvm other = new Jvm(clock).heap().memory("far", far).start();
    far1(1);

    CompletableFuture<Integer> reader = readHeldAfter("far", jvm);
    assertThat(other.remove("k")).isTrue();
    gate.open();

    assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(jvm.get("k")).isEqualTo(guarded ? null : 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void put_overwrittenByAnotherBeforeOwnCopy_staysOutOfTheHeapOnlyWithStamps(boolean guarded)
      throws Exception {
    Jvm jvm = guard(new Jvm(clock).heap().memory("far", far), guarded).start();
    Jvm other = new Jvm(clock).heap().memory("far", far).start();

    jvm.chaos("far").add(Fault.after(WRITE).times(1).holding(gate));
    CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> jvm.put("k", 1));
    gate.awaitArrival();
    other.put("k", 2);
    gate.open();
    writer.get(30, TimeUnit.SECONDS);

    assertThat(jvm.get("k")).isEqualTo(guarded ? 2 : 1);
    assertThat(other.get("k")).isEqualTo(2);
  }

  /** The reader's stamp is younger than the news, but what it read is not. */
  @Test
  void get_readsTheDiskWhileItIsTold_keepsNothingInTheHeap(@TempDir Path directory)
      throws Exception {
    Gate dropping = new Gate("before the copy on disk is dropped");
    Jvm jvm = new Jvm(clock).heap().disk(directory).memory("far", far).start();
    Jvm other = new Jvm(clock).memory("far", far).start();
    await().until(() -> jvm.stack().isTrusted());
    jvm.put("k", 1);
    jvm.evict("heap", "k");

    jvm.chaos("disk").add(Fault.before(REMOVE).times(1).holding(dropping));
    CompletableFuture<Boolean> remover = CompletableFuture.supplyAsync(() -> other.remove("k"));
    dropping.awaitArrival();
    CompletableFuture<Integer> reader = readHeldAfter("disk", jvm);
    dropping.open();
    assertThat(remover.get(30, TimeUnit.SECONDS)).isTrue();
    gate.open();

    assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(jvm.held("heap", "k")).isNull();
    assertThat(jvm.get("k")).isNull();
  }

  /** What is removed may be on its way to the shared replica. */
  @Test
  void remove_putByAnotherSinceItWasFoundAbsent_staysOutOfTheSharedReplica() throws Exception {
    Gate committed = new Gate("committed, and not brought to the shared replica");
    Jvm jvm = new Jvm(clock).memory("near", near).memory("far", far).start();
    Jvm other =
        new Jvm(() -> clock.instant().plusSeconds(1))
            .memory("near", near)
            .memory("far", far)
            .start();

    jvm.chaos("far").add(Fault.after(GET).times(1).holding(gate));
    CompletableFuture<Boolean> remover = CompletableFuture.supplyAsync(() -> jvm.remove("k"));
    gate.awaitArrival();
    other.chaos("near").add(Fault.before(GET).times(1).holding(committed));
    CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> other.put("k", 1));
    committed.awaitArrival();
    gate.open();
    assertThat(remover.get(30, TimeUnit.SECONDS)).isTrue();
    committed.open();
    writer.get(30, TimeUnit.SECONDS);

    assertThat(other.held("far", "k")).isNull();
    assertThat(other.held("near", "k")).isNull();
  }

  @Test
  void put_byAProcessWhoseClockIsBehind_replacesTheCopyInTheHeap() {
    Jvm jvm = new Jvm(clock).heap().memory("far", far).start();
    Jvm ahead = new Jvm(hourAhead()).memory("far", far).start();
    ahead.put("k", 1);
    assertThat(jvm.get("k")).isEqualTo(1);

    jvm.put("k", 2);

    assertThat(jvm.get("k")).isEqualTo(2);
    assertThat(jvm.held("heap", "k")).isEqualTo(2);
  }

  @Test
  void put_authorityHasLostWhatAClockAheadWrote_replacesTheCopyInASharedReplica() {
    Jvm jvm = new Jvm(clock).memory("near", near).memory("far", far).start();
    Jvm ahead = new Jvm(hourAhead()).memory("near", near).memory("far", far).start();
    ahead.put("k", 1);
    loseFar();

    jvm.put("k", 2);

    assertThat(jvm.get("k")).isEqualTo(2);
    assertThat(ahead.get("k")).isEqualTo(2);
  }

  @Test
  void remove_authorityHasLostWhatAClockAheadWrote_removesTheCopyInASharedReplica() {
    Jvm jvm = new Jvm(clock).memory("near", near).memory("far", far).start();
    Jvm ahead = new Jvm(hourAhead()).memory("near", near).memory("far", far).start();
    ahead.put("k", 1);
    loseFar();
    far1(2);

    jvm.remove("k");

    assertThat(jvm.get("k")).isNull();
    assertThat(ahead.get("k")).isNull();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void get_removedMeanwhile_staysOutOfASharedReplicaOnlyWithTombstones(boolean guarded)
      throws Exception {
    Jvm jvm = new Jvm(clock).memory("near", near).memory("far", far).start();
    Jvm other = new Jvm(clock).memory("near", near).memory("far", far);
    if (!guarded) {
      other.withoutTombstones();
    }
    other.start();
    far1(1);

    CompletableFuture<Integer> reader = readHeldAfter("far", jvm);
    assertThat(other.remove("k")).isTrue();
    gate.open();

    assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(jvm.get("k")).isEqualTo(guarded ? null : 1);
    assertThat(other.get("k")).isEqualTo(guarded ? null : 1);
  }

  @Test
  void put_slowAndOvertaken_neverReplacesTheNewerCopyInASharedReplica() throws Exception {
    Jvm slow = new Jvm(clock).memory("near", near).memory("far", far).start();
    Jvm fast = new Jvm(clock).memory("near", near).memory("far", far).start();

    slow.chaos("far").add(Fault.after(WRITE).times(1).holding(gate));
    CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> slow.put("k", 1));
    gate.awaitArrival();
    fast.put("k", 2);
    gate.open();
    writer.get(30, TimeUnit.SECONDS);

    assertThat(fast.held("near", "k")).isEqualTo(2);
    assertThat(slow.get("k")).isEqualTo(2);
  }

  @Test
  void clear_readerHoldsAnOldEntry_staysOutOfEveryReplica() throws Exception {
    Jvm jvm = new Jvm(clock).heap().memory("near", near).memory("far", far).start();
    far1(1);

    CompletableFuture<Integer> reader = readHeldAfter("far", jvm);
    jvm.stack().clear();
    gate.open();

    assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(jvm.get("k")).isNull();
  }

  @Test
  void get_doubtMeanwhile_staysOutOfTheHeap() throws Exception {
    Jvm jvm = new Jvm(clock).heap().memory("far", far).start();
    far1(1);

    CompletableFuture<Integer> reader = readHeldAfter("far", jvm);
    far.doubt();
    far.arm();
    gate.open();

    assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(jvm.held("heap", "k")).isNull();
  }

  @Test
  void get_inDoubt_isReadThroughAndServedFromTheHeapAgainOnceArmed() {
    Jvm jvm = new Jvm(clock).heap().memory("far", far).start();
    Jvm other = new Jvm(clock).memory("far", far).start();
    jvm.put("k", 1);
    assertThat(jvm.held("heap", "k")).isEqualTo(1);

    far.doubt();
    other.put("k", 2);
    assertThat(jvm.get("k")).isEqualTo(2);

    far.arm();
    await().until(() -> jvm.stack().isTrusted());
    assertThat(jvm.get("k")).isEqualTo(2);
    assertThat(jvm.held("heap", "k")).isEqualTo(2);
  }

  private static Jvm guard(Jvm jvm, boolean guarded) {
    return guarded ? jvm : jvm.withoutStamps();
  }

  /** Puts the entry into the far store alone, as a third process would. */
  private void far1(int value) {
    Jvm third = new Jvm(clock).memory("far", far).start();
    third.put("k", value);
    third.close();
  }

  /** The far store evicts the entry: no tombstone, no announcement of a change. */
  private void loseFar() {
    Jvm third = new Jvm(clock).memory("far", far).start();
    third.remove("k");
    third.close();
  }

  private MutableClock hourAhead() {
    MutableClock ahead = new MutableClock();
    ahead.advance(Duration.ofHours(1));
    return ahead;
  }

  private CompletableFuture<Integer> readHeldAfter(String tier, Jvm jvm) {
    jvm.chaos(tier).add(Fault.after(GET).times(1).holding(gate));
    CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> jvm.get("k"));
    gate.awaitArrival();
    return reader;
  }
}
