package io.tiercel.internal.config;

import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.EntryTierFactory;
import io.tiercel.tiers.spi.EntryTierSetup;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.TierContext;
import java.util.List;

/** A type of object tier that has options and is never opened. */
public final class Pond implements EntryTierFactory {
  static final Option<Long> MAX_ENTRIES =
      Option.count("max-entries", "How many.").byDefault(100L).atLeast(1L);

  @Override
  public String type() {
    return "pond";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(MAX_ENTRIES);
  }

  @Override
  public <K, V> EntryTier<K, V> open(TierContext context, EntryTierSetup<K, V> setup) {
    throw new AssertionError("reading a configuration opens no tier");
  }
}
