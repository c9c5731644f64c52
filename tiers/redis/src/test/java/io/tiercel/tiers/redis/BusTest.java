package io.tiercel.tiers.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BusTest {
  /** It counted as begun, and nothing was ever told or heard. */
  @Test
  void start_noThreadAtFirst_beginsAtTheNextCallAndOnce() {
    try (StarvedExecutor executor = new StarvedExecutor()) {
      Bus bus =
          new Bus("cache:6379", new Feeds(), executor, () -> null, () -> new CompletableFuture<>());

      assertThatThrownBy(bus::start).isInstanceOf(OutOfMemoryError.class);
      bus.start();
      bus.start();

      assertThat(executor.getQueue()).hasSize(1);
    }
  }
}
