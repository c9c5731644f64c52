package io.tiercel.tiers.testkit;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.testkit.Fault.Operation;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A tier like an object store: announces nothing, keeps what has expired; here, of type chaos. */
class QuietMemoryTierContractTest extends ByteTierContract {
  private static final String ABSENT = "QuietMemoryTierContractTest-absent";

  @BeforeEach
  void breakTheAbsentStore() {
    MemoryStore.named(ABSENT)
        .chaos()
        .add(
            Fault.before(Operation.GET, Operation.values())
                .failing(TierException.Kind.UNAVAILABLE));
  }

  @AfterEach
  void forgetTheStores() {
    MemoryStore.forget("QuietMemoryTierContractTest");
    MemoryStore.forget(ABSENT);
  }

  @Override
  protected ByteTierFactory factory() {
    return new ChaosTierFactory();
  }

  @Override
  protected Map<String, ?> options() {
    return Map.of(
        "store", "QuietMemoryTierContractTest", "announces", "false", "drops-expired", "false");
  }

  @Override
  protected Map<String, ?> optionsOfAbsentBackend() {
    return Map.of("store", ABSENT);
  }
}
