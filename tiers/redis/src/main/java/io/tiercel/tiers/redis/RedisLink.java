package io.tiercel.tiers.redis;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandType;
import io.tiercel.tiers.spi.ChangeListener;
import io.tiercel.tiers.spi.TierException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The link of this process to one Redis, shared by all tiers of equal endpoints: asks, waits for
 * the answer, and asks again where that is safe. Connects at the first question. Thread-safe.
 */
final class RedisLink implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RedisLink.class.getName());

  private final LettuceClient client;
  private final Connector connector;
  private final Feeds feeds = new Feeds();
  private final Tracking tracking;
  private final Bus bus;
  private final AnnouncementMode announcements;
  private final String address;
  private final Failures failures;
  private final long timeoutNanos;

  /** Commands this Redis is known to refuse. */
  private volatile Set<CommandType> refused = Set.of();

  /** Whether who changes a key must publish that; known once connected. */
  private volatile boolean publishes;

  private volatile boolean connectsByItself;
  private volatile boolean closed;

  /** Does no I/O. */
  RedisLink(RedisEndpoint endpoint) {
    this.client = new LettuceClient(endpoint, feeds);
    this.connector =
        new Connector(
            this::connect, client.executor(), endpoint.connectTimeout(), endpoint.timeout());
    this.tracking = client.tracking();
    this.address = endpoint.address();
    this.announcements = endpoint.announcements();
    this.bus =
        new Bus(address, feeds, client.executor(), this::openRoute, client::connectSubscriber);
    this.failures = new Failures(endpoint);
    this.timeoutNanos = endpoint.timeout().toNanos();
  }

  private CompletionStage<Route> connect() {
    return client
        .connect()
        .thenCompose(
            route ->
                isTold(route)
                    .whenComplete(
                        (told, failure) -> {
                          if (failure != null) {
                            route.close();
                          }
                        })
                    .thenApply(
                        told -> {
                          hear(told);
                          return route;
                        }));
  }

  /** Whether the server tells of changes. */
  private CompletionStage<Boolean> isTold(Route route) {
    return announcements == AnnouncementMode.AUTO
        ? route.anyServer().thenCompose(Tracking::isOffered)
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
    return attempt(route -> publishes) ? bus.outbox() : null;
  }

  /** Whether one request may name several keys. */
  boolean keysShareServer() {
    return attempt(Route::keysShareServer);
  }

  /** Asks and returns the answer. */
  <T extends @Nullable Object> T ask(Request<T> request) {
    return attempt(
        route -> {
          Request<T> wanted = preferred(request);
          AsyncCommand<byte[], byte[], T> command = wanted.toCommand();
          route.send(command);
          return new Exchange<>(route, wanted, command).answer(deadline());
        });
  }

  /**
   * Asks all at once, and returns the answers in the order of the requests. When some fail, the
   * others have been carried out all the same; the first failure is thrown.
   */
  <T extends @Nullable Object> List<T> askAll(List<Request<T>> requests) {
    return attempt(
        route -> {
          List<Exchange<T>> exchanges = new ArrayList<>(requests.size());
          List<AsyncCommand<byte[], byte[], T>> commands = new ArrayList<>(requests.size());
          for (Request<T> request : requests) {
            Request<T> wanted = preferred(request);
            AsyncCommand<byte[], byte[], T> command = wanted.toCommand();
            exchanges.add(new Exchange<>(route, wanted, command));
            commands.add(command);
          }
          route.sendAll(commands);
          return answers(exchanges, deadline());
        });
  }

  /**
   * Waits for the last answer first: by then most others are there, so that the caller is woken a
   * few times at most rather than once for each.
   */
  private static <T extends @Nullable Object> List<T> answers(
      List<Exchange<T>> exchanges, long deadlineNanos) throws InterruptedException {
    List<T> backwards = new ArrayList<>(exchanges.size());
    TierException failure = null;
    for (int i = exchanges.size() - 1; i >= 0; i--) {
      try {
        backwards.add(exchanges.get(i).answer(deadlineNanos));
      } catch (TierException e) {
        failure = e;
      } catch (InterruptedException e) {
        exchanges.forEach(open -> open.command.cancel(true));
        throw e;
      }
    }
    if (failure != null) {
      throw failure;
    }
    Collections.reverse(backwards);
    return backwards;
  }

  /** Asks one server, and returns the answer. */
  <T extends @Nullable Object> T ask(Shard shard, Request<T> request) {
    return attempt(
        route -> {
          AsyncCommand<byte[], byte[], T> command = request.toCommand();
          shard.connection().dispatch(command);
          return new Exchange<>(route, request, command).answerOnce(deadline());
        });
  }

  /** The servers that take writes, as they are arranged now. */
  List<Shard> shards() {
    return attempt(
        route -> {
          try {
            return route.shards(deadline());
          } catch (ExecutionException e) {
            throw failures.of(Request.clusterNodes(), cause(e));
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
      new Bulk(this)
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
    connector.close();
    client.shutdown();
  }

  private long deadline() {
    return System.nanoTime() + timeoutNanos;
  }

  private <T extends @Nullable Object> T attempt(Conversation<T> conversation) {
    try {
      return conversation.on(route());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.interrupted(e);
    }
  }

  private Route route() throws InterruptedException {
    if (closed) {
      throw failures.closed();
    }
    try {
      return connector.route();
    } catch (ExecutionException e) {
      throw failures.notConnected(cause(e));
    }
  }

  private static Throwable cause(ExecutionException e) {
    return e.getCause() == null ? e : e.getCause();
  }

  private <T> Request<T> preferred(Request<T> request) {
    return request.otherwise() != null && refused.contains(request.type())
        ? preferred(request.otherwise().get())
        : request;
  }

  private void remember(CommandType type) {
    Set<CommandType> more = EnumSet.of(type);
    more.addAll(refused);
    refused = more;
  }

  private interface Conversation<T extends @Nullable Object> {
    T on(Route route) throws InterruptedException;
  }

  /** A request, sent, and what becomes of it. */
  private final class Exchange<T extends @Nullable Object> {
    final Route route;
    Request<T> request;
    AsyncCommand<byte[], byte[], T> command;

    Exchange(Route route, Request<T> request, AsyncCommand<byte[], byte[], T> command) {
      this.route = route;
      this.request = request;
      this.command = command;
    }

    /** The answer to the request, or to what was asked instead or again. */
    T answer(long deadlineNanos) throws InterruptedException {
      while (true) {
        try {
          return await(deadlineNanos);
        } catch (ExecutionException e) {
          if (request.ifWrongType() != null && Failures.hasCode(cause(e), "WRONGTYPE")) {
            return request.ifWrongType();
          }
          next(cause(e), deadlineNanos);
          command = request.toCommand();
          route.send(command);
        }
      }
    }

    T answerOnce(long deadlineNanos) throws InterruptedException {
      try {
        return await(deadlineNanos);
      } catch (ExecutionException e) {
        throw failures.of(request, cause(e));
      }
    }

    private T await(long deadlineNanos) throws InterruptedException, ExecutionException {
      try {
        return command.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        command.cancel(true);
        throw failures.timeout();
      } catch (InterruptedException e) {
        command.cancel(true);
        throw e;
      } catch (CancellationException e) {
        throw failures.closed();
      }
    }

    /** What to ask after a failure; throws when there is nothing left to ask. */
    private void next(Throwable cause, long deadlineNanos) throws InterruptedException {
      if (request.otherwise() != null && Failures.isCuredByAnother(cause)) {
        if (Failures.isRefusal(cause)) {
          remember(request.type());
        }
        request = request.otherwise().get();
        return;
      }
      if (Failures.hasCode(cause, "READONLY")) {
        connector.discard(route, cause);
      } else if (route.awaitRetry(request, cause, deadlineNanos)) {
        return;
      }
      throw failures.of(request, cause);
    }
  }
}
