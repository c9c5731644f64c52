package io.tiercel.tiers.objectstore;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import java.util.Map;

/** The promises of a tier, on a store that knows every condition. */
class ObjectStoreTierContractTest extends ByteTierContract {
  private final MemoryObjectStore store = new MemoryObjectStore();

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
