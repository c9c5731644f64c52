package io.tiercel.tiers.noop;

import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.EntryTierFactory;
import io.tiercel.tiers.spi.EntryTierSetup;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.TierContext;
import java.util.List;

/** Makes tiers of type {@code noop}. */
public final class NoopTierFactory implements EntryTierFactory {

  /** For the service loader. */
  public NoopTierFactory() {}

  @Override
  public String type() {
    return "noop";
  }

  @Override
  public List<Option<?>> options() {
    return List.of();
  }

  @Override
  public <K, V> EntryTier<K, V> open(TierContext context, EntryTierSetup<K, V> setup) {
    return new NoopTier<>();
  }
}
