package io.tiercel.tiers.objectstore;

import io.tiercel.tiers.objectstore.MemoryObjectStore.Lack;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import java.util.Map;

/** The promises of a tier, on a store that does not tell that nothing was there to be deleted. */
class ObjectStoreTierGuardedContractTest extends ByteTierContract {
  private final MemoryObjectStore store = new MemoryObjectStore();

  {
    store.lack(Lack.TELLING_OF_ABSENCE, Lack.DEADLINES_IN_LISTINGS);
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
