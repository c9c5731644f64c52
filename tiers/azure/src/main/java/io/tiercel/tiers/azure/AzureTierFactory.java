package io.tiercel.tiers.azure;

import io.tiercel.tiers.objectstore.ObjectStoreOptions;
import io.tiercel.tiers.objectstore.ObjectStoreTier;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.TierContext;
import java.util.List;

/** Makes tiers of type {@code azure}. */
public final class AzureTierFactory implements ByteTierFactory {

  /** For the service loader. */
  public AzureTierFactory() {}

  @Override
  public String type() {
    return "azure";
  }

  @Override
  public List<Option<?>> options() {
    return ObjectStoreOptions.with(AzureOptions.ALL);
  }

  @Override
  public ByteTier open(TierContext context) {
    AzureOptions options = AzureOptions.of(context.options());
    return ObjectStoreTier.open(context, options.endpoint(), options.shared());
  }
}
