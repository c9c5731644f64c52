package io.tiercel.tiers.redis;

import io.tiercel.tiers.spi.Announcer;
import io.tiercel.tiers.spi.AnnouncerFactory;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.JournalFactory;
import io.tiercel.tiers.spi.Journals;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.SharedResources.Lease;
import io.tiercel.tiers.spi.TierContext;
import java.time.Duration;
import java.util.List;

/**
 * Makes tiers of type {@code redis}, what carries news for others over a Redis, and journals there.
 */
public final class RedisTierFactory implements ByteTierFactory, AnnouncerFactory, JournalFactory {

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

  /** A change may be as long as a value and a name. */
  @Override
  public Journals openJournals(TierContext context, Duration lease) {
    RedisOptions options = RedisOptions.of(context.options());
    return new RedisJournals(
        link(options.endpoint(), context),
        context.namespace(),
        options.maxValueBytes() + 2L * options.maxNameBytes(),
        lease);
  }

  private static Lease<RedisLink> link(RedisEndpoint endpoint, TierContext context) {
    return context.shared().lease(endpoint, () -> new RedisLink(endpoint));
  }
}
