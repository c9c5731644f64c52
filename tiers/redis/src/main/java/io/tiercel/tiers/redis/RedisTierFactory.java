package io.tiercel.tiers.redis;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.SharedResources.Lease;
import io.tiercel.tiers.spi.TierContext;
import java.util.List;

/** Makes tiers of type {@code redis}. */
public final class RedisTierFactory implements ByteTierFactory {

  /** For the service loader. */
  public RedisTierFactory() {}

  @Override
  public String type() {
    return "redis";
  }

  @Override
  public List<Option<?>> options() {
    return RedisOptions.ALL;
  }

  @Override
  public ByteTier open(TierContext context) {
    RedisOptions options = RedisOptions.of(context.options());
    RedisEndpoint endpoint = options.endpoint();
    Lease<RedisLink> lease = context.shared().lease(endpoint, () -> new RedisLink(endpoint));
    return new RedisTier(lease, context.namespace(), options, context.clock());
  }
}
