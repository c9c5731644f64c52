package io.tiercel.tiers.heap;

import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.EntryTierFactory;
import io.tiercel.tiers.spi.EntryTierSetup;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.TierContext;
import java.util.List;

/** Makes tiers of type {@code heap}. */
public final class HeapTierFactory implements EntryTierFactory {

  /** For the service loader. */
  public HeapTierFactory() {}

  @Override
  public String type() {
    return "heap";
  }

  @Override
  public List<Option<?>> options() {
    return HeapOptions.ALL;
  }

  @Override
  public <K, V> EntryTier<K, V> open(TierContext context, EntryTierSetup<K, V> setup) {
    return new HeapTier<>(HeapOptions.of(context.options()), setup, context.clock());
  }
}
