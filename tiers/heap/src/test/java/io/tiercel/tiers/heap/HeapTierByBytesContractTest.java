package io.tiercel.tiers.heap;

import java.util.Map;

class HeapTierByBytesContractTest extends HeapTierContractTest {
  @Override
  Map<String, ?> options() {
    return Map.of("max-bytes", "64MB", "max-life", "1h");
  }
}
