package io.tiercel.tiers.heap;

import io.tiercel.tiers.spi.DepartureListener;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.EntryTierSetup;
import io.tiercel.tiers.testkit.EntryTierContract;
import io.tiercel.tiers.testkit.LeaseLedger;
import io.tiercel.tiers.testkit.MutableClock;
import io.tiercel.tiers.testkit.TierContexts;
import java.time.Duration;
import java.util.Map;

class HeapTierContractTest extends EntryTierContract {
  private final MutableClock clock = new MutableClock();

  @Override
  protected EntryTier<String, String> open(String cacheName) {
    HeapTierFactory factory = new HeapTierFactory();
    return factory.open(
        TierContexts.of(factory, cacheName, options(), clock, new LeaseLedger()),
        new EntryTierSetup<>(true, null, new Deaf()));
  }

  Map<String, ?> options() {
    return Map.of();
  }

  @Override
  protected MutableClock clock() {
    return clock;
  }

  @Override
  protected void letPass(Duration time) {
    clock.advance(time);
  }

  private static final class Deaf implements DepartureListener<String, String> {
    @Override
    public void expired(String key, Entry<String> entry) {}

    @Override
    public void evicted(String key, Entry<String> entry) {}
  }
}
