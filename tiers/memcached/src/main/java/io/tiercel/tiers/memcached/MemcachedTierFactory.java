package io.tiercel.tiers.memcached;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.SharedResources.Lease;
import io.tiercel.tiers.spi.TierContext;
import java.util.List;

/** Makes tiers of type {@code memcached}. */
public final class MemcachedTierFactory implements ByteTierFactory {

  /** For the service loader. */
  public MemcachedTierFactory() {}

  @Override
  public String type() {
    return "memcached";
  }

  @Override
  public List<Option<?>> options() {
    return MemcachedOptions.ALL;
  }

  @Override
  public ByteTier open(TierContext context) {
    MemcachedOptions options = MemcachedOptions.of(context.options());
    MemcachedEndpoint endpoint = options.endpoint();
    Lease<MemcachedLink> lease =
        context.shared().lease(endpoint, () -> new MemcachedLink(endpoint));
    return new MemcachedTier(lease, context.namespace(), options, context.clock());
  }
}
