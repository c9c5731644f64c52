package io.tiercel.internal.stack;

import static io.tiercel.tiers.testkit.Fault.Operation.GET;
import static io.tiercel.tiers.testkit.Fault.Operation.GET_FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.Fault;
import io.tiercel.tiers.testkit.MemoryStore;
import io.tiercel.tiers.testkit.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the copies in the heap while changes by others may go unheard. */
class DoubtTest {
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
    jvm = new Jvm(clock).heap().memory("far", far).inDoubt(inDoubt).probing().start();
    jvm.put("k", 1);
    assertThat(jvm.held("heap", "k")).isEqualTo(1);
  }

  private void awaitTrusted() {
    await().until(() -> jvm.stack().isTrusted());
  }

  @Test
  void readThrough_copyStaysButIsNotServed() {
    start(InDoubt.READ_THROUGH);

    far.doubt();
    other.put("k", 2);

    assertThat(jvm.held("heap", "k")).isEqualTo(1);
    assertThat(jvm.get("k")).isEqualTo(2);
    assertThat(jvm.held("heap", "k")).isEqualTo(1);
    far.arm();
    awaitTrusted();
    assertThat(jvm.held("heap", "k")).isNull();
    assertThat(jvm.get("k")).isEqualTo(2);
    assertThat(jvm.held("heap", "k")).isEqualTo(2);
  }

  @Test
  void serve_copyIsServedForMaxStalenessAndNotAfter() {
    start(InDoubt.SERVE);

    far.doubt();
    other.put("k", 2);
    clock.advance(Duration.ofMillis(4_999));
    assertThat(jvm.get("k")).isEqualTo(1);
    assertThat(jvm.stack().counts().servedInDoubt()).isEqualTo(1);
    clock.advance(Duration.ofMillis(1));

    assertThat(jvm.get("k")).isEqualTo(2);
    assertThat(jvm.stack().counts().servedInDoubt()).isEqualTo(1);
  }

  @Test
  void serve_copyCannotBeRead_isNotCounted(@TempDir Path directory) {
    jvm = new Jvm(clock).disk(directory).memory("far", far).inDoubt(InDoubt.SERVE).start();
    awaitTrusted();
    jvm.put("k", 1);
    far.doubt();
    jvm.chaos("disk").add(Fault.before(GET, GET_FIRST).failing(Kind.UNAVAILABLE));

    assertThat(jvm.get("k")).isEqualTo(1);

    assertThat(jvm.stack().counts().servedInDoubt()).isZero();
  }

  @Test
  void serve_ownChange_isSeenAtOnce() {
    start(InDoubt.SERVE);

    far.doubt();
    jvm.put("k", 3);

    assertThat(jvm.get("k")).isEqualTo(3);
  }

  @Test
  void serve_armedAgain_isNotServedAnyMore() {
    start(InDoubt.SERVE);

    far.doubt();
    other.put("k", 2);
    far.arm();
    awaitTrusted();

    assertThat(jvm.get("k")).isEqualTo(2);
  }

  @Test
  void serve_secondDoubtBeforeTrust_doesNotBeginAnew() {
    start(InDoubt.SERVE);

    far.doubt();
    other.put("k", 2);
    clock.advance(Duration.ofSeconds(4));
    far.doubt();
    clock.advance(Duration.ofSeconds(1));

    assertThat(jvm.get("k")).isEqualTo(2);
  }

  @Test
  void drop_copyGoesAtOnce() {
    start(InDoubt.DROP);

    far.doubt();

    await().until(() -> jvm.held("heap", "k") == null);
    far.arm();
    awaitTrusted();
    assertThat(jvm.get("k")).isEqualTo(1);
    assertThat(jvm.held("heap", "k")).isEqualTo(1);
  }

  @Test
  void flush_copiesAreNotServedFromThatMomentOn() {
    start(InDoubt.SERVE);

    far.flush();

    assertThat(jvm.get("k")).isNull();
    awaitTrusted();
    assertThat(jvm.held("heap", "k")).isNull();
  }

  @Test
  void counts_tellWhatHappened() {
    start(InDoubt.READ_THROUGH);
    assertThat(jvm.stack().isTrusted()).isTrue();

    other.put("k", 2);
    jvm.get("k");
    other.put("x", 2);
    far.doubt();
    jvm.get("x");

    FeedCounts counts = jvm.stack().counts();
    assertThat(jvm.stack().isTrusted()).isFalse();
    assertThat(counts.doubts()).isEqualTo(1);
    assertThat(counts.droppedCopies()).isEqualTo(1);
    assertThat(counts.refusedFills()).isEqualTo(1);
    assertThat(counts.servedInDoubt()).isZero();
  }

  @Test
  void probe_copyHasFollowed_isFine() {
    start(InDoubt.READ_THROUGH);

    other.put("k", 2);
    jvm.get("k");

    await().until(() -> jvm.stack().counts().probes() > 0);
    assertThat(jvm.stack().counts().staleCopies()).isZero();
  }

  @Test
  void probe_copyHasNotFollowed_isStale() {
    start(InDoubt.READ_THROUGH);

    other.put("k", 2);
    jvm.get("k");
    far.pauseAnnouncements();
    other.put("k", 3);

    await().until(() -> jvm.stack().counts().staleCopies() > 0);
    assertThat(jvm.get("k")).isEqualTo(2);
  }
}
