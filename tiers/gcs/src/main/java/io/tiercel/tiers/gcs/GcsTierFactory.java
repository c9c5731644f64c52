package io.tiercel.tiers.gcs;

import io.tiercel.tiers.objectstore.ObjectStoreOptions;
import io.tiercel.tiers.objectstore.ObjectStoreTier;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.TierContext;
import java.util.List;

/** Makes tiers of type {@code gcs}. */
public final class GcsTierFactory implements ByteTierFactory {

  /** For the service loader. */
  public GcsTierFactory() {}

  @Override
  public String type() {
    return "gcs";
  }

  @Override
  public List<Option<?>> options() {
    return ObjectStoreOptions.with(GcsOptions.ALL);
  }

  @Override
  public ByteTier open(TierContext context) {
    GcsOptions options = GcsOptions.of(context.options());
    return ObjectStoreTier.open(context, options.endpoint(), options.shared());
  }
}
