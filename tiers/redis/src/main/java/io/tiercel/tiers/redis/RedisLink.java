package io.tiercel.tiers.redis;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import io.tiercel.tiers.spi.ChangeListener;
import io.tiercel.tiers.spi.TierException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The link of this process to one Redis, shared by all tiers of equal endpoints: who is asked, and
 * what is heard. Connects at the first question. Thread-safe.
 */
final class RedisLink implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RedisLink.class.getName());

  private final LettuceClient client;
  private final Connector<MasterRoute> connector;
  private final Asker<MasterRoute> master;
  private final Asker<? extends Route> readers;
  private final Feeds feeds = new Feeds();
  private final Tracking tracking;
  private final Bus bus;
  private final AnnouncementMode announcements;
  private final String address;
  private final Failures failures;

  /** Whether who changes a key must publish that; known once connected. */
  private volatile boolean publishes;

  private volatile boolean connectsByItself;
  private volatile boolean closed;

  /** Does no I/O. */
  RedisLink(RedisEndpoint endpoint) {
    this.client = new LettuceClient(endpoint, feeds);
    this.failures = new Failures(endpoint);
    this.connector = connector(this::connect, endpoint);
    this.master = new Asker<>(connector, failures, endpoint.timeout());
    this.readers =
        endpoint.readFrom() == RedisReadFrom.MASTER
            ? master
            : new Asker<>(
                connector(client::connectReaders, endpoint), failures, endpoint.timeout());
    this.tracking = client.tracking();
    this.address = endpoint.address();
    this.announcements = endpoint.announcements();
    this.bus =
        new Bus(address, feeds, client.executor(), this::openRoute, client::connectSubscriber);
  }

  private <R extends Route> Connector<R> connector(
      Supplier<CompletionStage<R>> opener, RedisEndpoint endpoint) {
    return new Connector<>(
        opener, client.executor(), endpoint.connectTimeout(), endpoint.timeout());
  }

  /** Who takes writes, and answers reads by which something is decided. */
  Asker<MasterRoute> master() {
    return master;
  }

  /** Who answers all other reads, and may be behind the master where it is another. */
  Asker<? extends Route> readers() {
    return readers;
  }

  private CompletionStage<MasterRoute> connect() {
    return client
        .connect()
        .thenCompose(
            route ->
                isTold(route)
                    .thenApply(
                        told -> {
                          hear(told);
                          return route;
                        })
                    .whenComplete(
                        (opened, failure) -> {
                          if (failure != null) {
                            route.close();
                          }
                        }));
  }

  /** Whether the server tells of changes. */
  private CompletionStage<Boolean> isTold(MasterRoute route) {
    return announcements == AnnouncementMode.AUTO
        ? route.anyServer().thenCompose(tracking::isOffered)
        : CompletableFuture.completedFuture(announcements == AnnouncementMode.TRACKING);
  }

  private void hear(boolean isTold) {
    if (announcements == AnnouncementMode.AUTO) {
      LOG.log(
          INFO,
          isTold
              ? "redis {0}: the server tells of changes (announcements=tracking)"
              : "redis {0}: the server does not tell of changes, so the processes that share it"
                  + " tell each other (announcements=publish); what others do there is not heard",
          address);
    }
    publishes = !isTold && announcements != AnnouncementMode.NONE;
    if (isTold) {
      tracking.start();
    } else if (publishes) {
      bus.start();
    }
  }

  /** Where changes are counted that have to be published; null where they need not be. */
  @Nullable Outbox outbox() {
    return master.attempt(route -> publishes) ? bus.outbox() : null;
  }

  /** The servers that take writes, as they are arranged now. */
  List<Shard> shards() {
    return master.attempt(
        route -> {
          try {
            return route.shards(master.deadline());
          } catch (ExecutionException e) {
            throw failures.of(Request.clusterNodes(), Asker.cause(e));
          }
        });
  }

  /**
   * Tells the other processes of changes made elsewhere. What cannot be said, as there is no
   * connection or it broke, is said later.
   */
  void announce(List<byte[]> keys) {
    Outbox outbox = bus.outbox();
    List<BusMessage> changes = keys.stream().map(outbox::next).toList();
    connectSoon();
    if (connector.open() == null || !published(changes)) {
      changes.forEach(outbox::remember);
    }
  }

  private boolean published(List<BusMessage> changes) {
    try {
      new Bulk(master)
          .askAll(changes.stream().map(c -> Request.publish(Bus.CHANNEL, c.bytes())).toList());
      return true;
    } catch (TierException e) {
      LOG.log(DEBUG, "redis " + address + ": a change will be announced later", e);
      return false;
    }
  }

  /** Connects without anybody waiting for it, and goes on trying. */
  void connectSoon() {
    connectsByItself = true;
    bus.start();
  }

  private @Nullable Route openRoute() {
    Route open = connector.open();
    if (open == null && connectsByItself && !closed) {
      connector.begin();
    }
    return open;
  }

  /** What is heard of the keys of a cache, by whoever {@linkplain #subscribe subscribes}. */
  Feed feed(KeySpace keys) {
    return feeds.of(keys);
  }

  /** Connects nobody: the feed is in doubt until the first operation has. */
  void subscribe(Feed feed, Object owner, ChangeListener<String> listener) {
    feed.add(owner, listener);
    tracking.refresh();
    bus.refresh();
  }

  /** How often the connection to a server has been made anew. */
  int reconnects(Shard shard) {
    return client.reconnects().of(shard);
  }

  @Override
  public void close() {
    closed = true;
    bus.close();
    readers.close();
    master.close();
    client.shutdown();
  }
}
