package io.tiercel.tiers.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.SharedResources.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ToolsTest {

  @Test
  void clock_notMoved_standsStill() {
    MutableClock clock = new MutableClock(Instant.ofEpochMilli(1_000));

    assertThat(clock.millis()).isEqualTo(1_000);
    clock.advance(Duration.ofMillis(500));
    clock.advance(Duration.ofMillis(-1));
    assertThat(clock.instant()).isEqualTo(Instant.ofEpochMilli(1_499));
    clock.set(Instant.ofEpochMilli(5));
    assertThat(clock.millis()).isEqualTo(5);
  }

  @Test
  void gate_closed_holdsUntilOpened() throws Exception {
    Gate gate = new Gate("here");
    CompletableFuture<String> passing =
        CompletableFuture.supplyAsync(
            () -> {
              gate.pass();
              return "passed";
            });

    gate.awaitArrival();
    assertThat(passing).isNotDone();
    gate.open();

    assertThat(passing.get(10, TimeUnit.SECONDS)).isEqualTo("passed");
    gate.pass();
  }

  @Test
  void gate_interruptedWhileHeld_failsAndStaysInterrupted() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(new Gate("here")::pass)
        .isInstanceOf(AssertionError.class)
        .hasMessage("nobody opened gate here before the thread was interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void feedRecorder_nothingTold_failsSayingWhatWasAwaited() {
    FeedRecorder recorder = new FeedRecorder(Duration.ofMillis(1));

    assertThatThrownBy(recorder::awaitArmed)
        .isInstanceOf(AssertionError.class)
        .hasMessage("the feed was not armed within 1 ms");
    recorder.changed("a");
    recorder.awaitChange("a");
    assertThatThrownBy(() -> recorder.awaitChange("b"))
        .isInstanceOf(AssertionError.class)
        .hasMessage("a change by another was not told within 1 ms");
    recorder.allChanged();
    recorder.awaitChange("b");
  }

  @Test
  void ledger_severalLeases_opensOnceAndClosesWithTheLast() {
    LeaseLedger ledger = new LeaseLedger();
    int[] closed = {0};
    AutoCloseable client = () -> closed[0]++;

    Lease<AutoCloseable> first = ledger.lease("localhost", () -> client);
    Lease<AutoCloseable> second =
        ledger.lease(
            "localhost",
            () -> {
              throw new AssertionError("opened twice");
            });

    assertThat(second.resource()).isSameAs(client);
    first.close();
    first.close();
    assertThat(ledger.leased()).containsExactly("localhost");
    assertThat(closed[0]).isZero();
    second.close();
    assertThat(ledger.leased()).isEmpty();
    assertThat(closed[0]).isEqualTo(1);
  }

  @Test
  void contexts_optionsTheFactoryDoesNotTake_areRefusedTogether() {
    assertThatThrownBy(
            () ->
                TierContexts.of(
                    new MemoryTierFactory(),
                    "books",
                    Map.of("stroe", "x", "announces", "perhaps"),
                    new MutableClock(),
                    new LeaseLedger()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown option \"stroe\"; did you mean \"store\"?")
        .hasMessageContaining("announces must be true or false but is \"perhaps\"");
  }
}
