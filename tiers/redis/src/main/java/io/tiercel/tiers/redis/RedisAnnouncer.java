package io.tiercel.tiers.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tiercel.tiers.spi.Announcer;
import io.tiercel.tiers.spi.ChangeListener;
import io.tiercel.tiers.spi.SharedResources.Lease;
import java.util.Collection;
import java.util.List;

/** Announces what happens to one cache in a tier that cannot tell. Thread-safe. */
final class RedisAnnouncer implements Announcer {
  private final Lease<RedisLink> lease;
  private final RedisLink link;
  private final KeySpace keys;
  private final Feed feed;

  RedisAnnouncer(Lease<RedisLink> lease, String namespace) {
    this.lease = lease;
    this.link = lease.resource();
    this.keys = new KeySpace(namespace, Integer.MAX_VALUE);
    this.feed = link.feed(keys);
  }

  @Override
  public void announce(Collection<String> names) {
    announceKeys(names.stream().map(keys::key).toList());
  }

  @Override
  public void announceAll() {
    announceKeys(List.of(keys.prefix().getBytes(US_ASCII)));
  }

  private void announceKeys(List<byte[]> changed) {
    try {
      link.announce(changed);
    } finally {
      feed.changedBy(this, changed);
    }
  }

  @Override
  public void subscribe(ChangeListener<String> listener) {
    link.subscribe(feed, this, listener);
    link.connectSoon();
  }

  @Override
  public void close() {
    feed.remove(this);
    lease.close();
  }
}
