package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.testkit.EntryTierContract;
import io.tiercel.tiers.testkit.MemoryOptions;
import io.tiercel.tiers.testkit.MemoryStore;
import io.tiercel.tiers.testkit.MemoryTier;
import io.tiercel.tiers.testkit.MutableClock;
import java.time.Duration;

class EncodedTierContractTest extends EntryTierContract {
  private final MemoryStore store = new MemoryStore();
  private final MutableClock clock = new MutableClock();

  @Override
  protected EntryTier<String, String> open(String cacheName) {
    return EncodedTier.over(
        new MemoryTier(store, cacheName, MemoryOptions.DEFAULT, clock),
        Contexts.of(String.class, String.class),
        Coding.of(new JavaCodec(Contexts.of(String.class, String.class))),
        clock);
  }

  @Override
  protected MutableClock clock() {
    return clock;
  }

  @Override
  protected void letPass(Duration time) {
    clock.advance(time);
  }

  @Override
  protected int largestContent() {
    return 1 << 20;
  }
}
