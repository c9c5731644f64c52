package io.tiercel.tiers.redis;

import io.tiercel.tiers.spi.Announcer;
import io.tiercel.tiers.spi.AnnouncerFactory;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.SharedResources.Lease;
import io.tiercel.tiers.spi.TierContext;
import java.util.List;

/** Makes tiers of type {@code redis}, and what carries news for others over a Redis. */
public final class RedisTierFactory implements ByteTierFactory, AnnouncerFactory {

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
    return new RedisTier(
        link(options.endpoint(), context), context.namespace(), options, context.clock());
  }

  /** Publishes, whatever the option {@code announcements} says of the tier. */
  @Override
  public Announcer openAnnouncer(TierContext context) {
    RedisEndpoint endpoint = RedisOptions.of(context.options()).endpoint();
    return new RedisAnnouncer(
        link(endpoint.announcing(AnnouncementMode.PUBLISH), context), context.namespace());
  }

  private static Lease<RedisLink> link(RedisEndpoint endpoint, TierContext context) {
    return context.shared().lease(endpoint, () -> new RedisLink(endpoint));
  }
}
