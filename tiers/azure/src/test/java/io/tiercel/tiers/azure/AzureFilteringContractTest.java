package io.tiercel.tiers.azure;

import java.util.HashMap;
import java.util.Map;

/** The promises of a tier that filters misses, listing as often as it may. */
class AzureFilteringContractTest extends AzureTierContractTest {
  @Override
  protected Map<String, ?> options() {
    Map<String, Object> options = new HashMap<>(super.options());
    options.put("miss-filter-keys", 10_000);
    options.put("miss-filter-interval", "1s");
    return options;
  }

  @Override
  protected int rounds() {
    return 10;
  }

  @Override
  protected int manyEntries() {
    return 150;
  }
}
