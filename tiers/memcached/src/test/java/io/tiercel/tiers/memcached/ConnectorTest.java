package io.tiercel.tiers.memcached;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectorTest {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** It would have been waited for by everybody, for ever. */
  @Test
  void connection_noThreadToConnect_isTriedAgain() {
    Queue<Error> starved =
        new ArrayDeque<>(List.of(new OutOfMemoryError("unable to create native thread")));
    Connector connector =
        new Connector(
            () -> {
              throw new IOException("no connection");
            },
            work -> run(work, starved.poll()),
            PATIENCE_NANOS,
            PATIENCE_NANOS);

    assertThatThrownBy(connector::connection)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("unable to create native thread");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThatThrownBy(connector::connection)
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("no connection"));
  }

  private static void run(Runnable work, @Nullable Error starved) {
    if (starved != null) {
      throw starved;
    }
    work.run();
  }
}
