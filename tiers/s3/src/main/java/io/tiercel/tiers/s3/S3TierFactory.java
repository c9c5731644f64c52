package io.tiercel.tiers.s3;

import io.tiercel.tiers.objectstore.ObjectStoreOptions;
import io.tiercel.tiers.objectstore.ObjectStoreTier;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.TierContext;
import java.util.List;

/** Makes tiers of type {@code s3}. */
public final class S3TierFactory implements ByteTierFactory {

  /** For the service loader. */
  public S3TierFactory() {}

  @Override
  public String type() {
    return "s3";
  }

  @Override
  public List<Option<?>> options() {
    return ObjectStoreOptions.with(S3Options.ALL);
  }

  @Override
  public ByteTier open(TierContext context) {
    S3Options options = S3Options.of(context.options());
    return ObjectStoreTier.open(context, options.endpoint(), options.shared());
  }
}
