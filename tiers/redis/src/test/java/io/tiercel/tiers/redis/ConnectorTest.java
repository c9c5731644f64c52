package io.tiercel.tiers.redis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The error went to the caller, and ended the bus for good where that was the caller. */
  @Test
  void route_noThreadToConnect_failsAndIsTriedAgain() {
    Queue<Error> starved =
        new ArrayDeque<>(List.of(new OutOfMemoryError("unable to create native thread")));
    Connector<Route> connector =
        new Connector<>(
            () -> CompletableFuture.failedFuture(new IllegalStateException("no server")),
            work -> run(work, starved.poll()),
            PATIENCE,
            PATIENCE);

    assertThatThrownBy(connector::route)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("unable to create native thread");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThatThrownBy(connector::route)
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("no server"));
  }

  private static void run(Runnable work, @Nullable Error starved) {
    if (starved != null) {
      throw starved;
    }
    work.run();
  }
}
