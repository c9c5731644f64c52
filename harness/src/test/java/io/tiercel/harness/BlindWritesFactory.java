package io.tiercel.harness;

import io.tiercel.tiers.redis.RedisTierFactory;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.TierContext;
import java.util.List;

/** Makes tiers of type {@code blind-redis}: Redis with {@link BlindWrites}. */
public final class BlindWritesFactory implements ByteTierFactory {
  private final RedisTierFactory redis = new RedisTierFactory();

  /** For the service loader. */
  public BlindWritesFactory() {}

  @Override
  public String type() {
    return "blind-redis";
  }

  @Override
  public List<Option<?>> options() {
    return redis.options();
  }

  @Override
  public ByteTier open(TierContext context) {
    return new BlindWrites(redis.open(context));
  }
}
