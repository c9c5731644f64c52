package io.tiercel.tiers.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  /** It counted as begun, and no connection was ever asked. */
  @Test
  void start_noThreadAtFirst_beginsAtTheNextCallAndOnce() {
    try (StarvedExecutor executor = new StarvedExecutor()) {
      Heartbeat heartbeat = new Heartbeat(executor, List::of, delay -> {});

      assertThatThrownBy(heartbeat::start).isInstanceOf(OutOfMemoryError.class);
      heartbeat.start();
      heartbeat.start();

      assertThat(executor.getQueue()).hasSize(1);
    }
  }
}
