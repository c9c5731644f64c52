package io.tiercel.tiers.testkit;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.TierContext;
import java.util.List;

/** Makes tiers of type {@code memory}. */
public final class MemoryTierFactory implements ByteTierFactory {

  /** For the service loader. */
  public MemoryTierFactory() {}

  @Override
  public String type() {
    return "memory";
  }

  @Override
  public List<Option<?>> options() {
    return MemoryOptions.ALL;
  }

  @Override
  public ByteTier open(TierContext context) {
    MemoryOptions options = MemoryOptions.of(context.options());
    MemoryStore store = MemoryStore.named(options.store());
    return new MemoryTier(store, context.namespace(), options, context.clock());
  }
}
