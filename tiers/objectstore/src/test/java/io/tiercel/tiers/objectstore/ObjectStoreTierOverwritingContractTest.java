package io.tiercel.tiers.objectstore;

import io.tiercel.tiers.objectstore.MemoryObjectStore.Lack;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import java.util.Map;

/** The promises of a tier, on a store that cannot delete on a condition. */
class ObjectStoreTierOverwritingContractTest extends ByteTierContract {
  private final MemoryObjectStore store = new MemoryObjectStore();

  {
    store.lack(Lack.CONDITIONAL_DELETE, Lack.DEADLINES_IN_LISTINGS);
  }

  @Override
  protected ByteTierFactory factory() {
    return new MemoryTierFactory(store);
  }

  @Override
  protected Map<String, ?> options() {
    return Map.of("timeout", "20s", "prefix", "caches");
  }

  @Override
  protected Map<String, ?> optionsOfAbsentBackend() {
    return Map.of("absent", true);
  }
}
