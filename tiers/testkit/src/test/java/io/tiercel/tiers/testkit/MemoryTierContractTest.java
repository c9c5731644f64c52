package io.tiercel.tiers.testkit;

import io.tiercel.tiers.spi.ByteTierFactory;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class MemoryTierContractTest extends ByteTierContract {
  private final MutableClock clock = new MutableClock();

  @AfterEach
  void forgetTheStore() {
    MemoryStore.forget("MemoryTierContractTest");
  }

  @Override
  protected ByteTierFactory factory() {
    return new MemoryTierFactory();
  }

  @Override
  protected Map<String, ?> options() {
    return Map.of("store", "MemoryTierContractTest");
  }

  @Override
  protected MutableClock clock() {
    return clock;
  }

  @Override
  protected void letPass(Duration time) {
    clock.advance(time);
  }
}
