package io.tiercel.tiers.testkit;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.TierContext;
import java.util.List;

/**
 * Makes tiers of type {@code chaos}: memory tiers with the faults of {@link MemoryStore#chaos()} of
 * the store they name.
 */
public final class ChaosTierFactory implements ByteTierFactory {
  private final MemoryTierFactory memory = new MemoryTierFactory();

  /** For the service loader. */
  public ChaosTierFactory() {}

  @Override
  public String type() {
    return "chaos";
  }

  @Override
  public List<Option<?>> options() {
    return memory.options();
  }

  @Override
  public ByteTier open(TierContext context) {
    String store = context.options().get(MemoryOptions.STORE);
    return new ChaosTier(memory.open(context), MemoryStore.named(store).chaos());
  }
}
