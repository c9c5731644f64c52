package io.tiercel.tiers.redis;

import static java.lang.System.Logger.Level.WARNING;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.ProtocolVersion;
import io.tiercel.tiers.spi.ByteEntry;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hears of others' changes on the very connections that answer reads (<a
 * href="https://redis.io/docs/latest/commands/client-tracking/">CLIENT TRACKING</a> in broadcast
 * mode, RESP3), so that news of a change never overtakes or trails an answer from before it.
 *
 * <p>A feed is armed while every open connection tracks its keys. A connection that opens or breaks
 * puts all feeds in doubt, and tracking is asked for again, as the server forgets it with the
 * connection. Where a key moves to another server of a cluster, the old one tells of its removal;
 * and what the new one answers comes over a connection that was in doubt until it tracked too.
 * Thread-safe.
 */
final class Tracking implements RedisConnectionStateListener {
  private static final System.Logger LOG = System.getLogger(Tracking.class.getName());

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final String address;
  private final ScheduledExecutorService executor;
  private final Feeds feeds;
  private final ReentrantLock lock = new ReentrantLock();

  /** The open connections. */
  private final Map<StatefulRedisConnection<byte[], ByteEntry>, Tracked> tracked = new HashMap<>();

  private final Set<StatefulRedisConnection<byte[], ByteEntry>> listenedTo =
      Collections.newSetFromMap(new WeakHashMap<>());

  private final Heartbeat heartbeat;
  private boolean isOn;

  Tracking(String address, Feeds feeds, ScheduledExecutorService executor) {
    this.address = address;
    this.feeds = feeds;
    this.executor = executor;
    this.heartbeat = new Heartbeat(executor, this::listening, feeds::delayed);
  }

  /**
   * Whether a server offers it, as far as it lets us know: one that refuses this user alone does.
   * To ask ends the tracking of a connection, so that nobody asks once there is any.
   */
  CompletableFuture<Boolean> isOffered(StatefulRedisConnection<byte[], ByteEntry> connection) {
    if (!pushes(connection)) {
      return CompletableFuture.completedFuture(false);
    }
    AsyncCommand<byte[], ByteEntry, String> command = Request.doNotTrack().toCommand();
    lock.lock();
    try {
      if (isOn) {
        return CompletableFuture.completedFuture(true);
      }
      connection.dispatch(command);
    } finally {
      lock.unlock();
    }
    return command
        .handle((done, failure) -> failure == null || isForThisUserOnly(failure))
        .toCompletableFuture();
  }

  private static boolean isForThisUserOnly(Throwable failure) {
    if (failure instanceof RedisCommandExecutionException) {
      return Failures.hasCode(failure, "NOPERM");
    }
    throw new CompletionException(failure);
  }

  /** Whether the server can tell of something over this connection without being asked. */
  private static boolean pushes(StatefulRedisConnection<byte[], ByteEntry> connection) {
    return connection instanceof StatefulRedisConnectionImpl<?, ?> open
        && open.getConnectionState().getNegotiatedProtocolVersion() == ProtocolVersion.RESP3;
  }

  /** Begins to listen, to the connections that are open and to those to come. */
  void start() {
    lock.lock();
    try {
      isOn = true;
    } finally {
      lock.unlock();
    }
    refresh();
  }

  /** Listens for what somebody subscribed to since the last time; connects nobody. */
  void refresh() {
    lock.lock();
    try {
      List<String> wanted = feeds.subscribed();
      tracked.keySet().forEach(connection -> track(connection, wanted));
      settle();
      if (isOn) {
        heartbeat.start();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress peer) {
    StatefulRedisConnection<byte[], ByteEntry> connection = reading(handler);
    if (connection == null) {
      return;
    }
    lock.lock();
    try {
      tracked.put(connection, new Tracked());
      if (listenedTo.add(connection)) {
        connection.addListener(this::heard);
      }
      settle();
      track(connection, feeds.subscribed());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
    StatefulRedisConnection<byte[], ByteEntry> connection = reading(handler);
    if (connection == null) {
      return;
    }
    lock.lock();
    try {
      tracked.remove(connection);
      doubt();
      settle();
    } finally {
      lock.unlock();
    }
  }

  /** Null for connections by which no entries are read: those to sentinels, or for the topology. */
  @SuppressWarnings("unchecked") // the codec says so
  private static @Nullable StatefulRedisConnection<byte[], ByteEntry> reading(
      RedisChannelHandler<?, ?> handler) {
    return handler instanceof StatefulRedisConnectionImpl<?, ?> connection
            && connection.getCodec() instanceof EntryCodec
        ? (StatefulRedisConnection<byte[], ByteEntry>) connection
        : null;
  }

  private void doubt() {
    if (isOn) {
      feeds.settle(feed -> false);
    }
  }

  private void settle() {
    if (isOn) {
      feeds.settle(feed -> !tracked.isEmpty() && areAllTracking(feed.prefix()));
    }
  }

  private boolean areAllTracking(String prefix) {
    return tracked.values().stream().allMatch(t -> t.confirmed.contains(prefix));
  }

  /** Asks the server to tell of keys with these prefixes; it refuses one it was asked before. */
  private void track(StatefulRedisConnection<byte[], ByteEntry> connection, List<String> wanted) {
    Tracked tracking = tracked.get(connection);
    if (!isOn || tracking == null) {
      return;
    }
    if (!pushes(connection)) {
      warnOnce(tracking, "RESP2");
      return;
    }
    List<String> prefixes = wanted.stream().filter(tracking.asked::add).toList();
    if (prefixes.isEmpty()) {
      return;
    }
    AsyncCommand<byte[], ByteEntry, String> command = Request.track(prefixes).toCommand();
    var unused =
        command.whenComplete(
            (done, failure) -> {
              if (failure == null) {
                confirm(tracking, prefixes);
              } else {
                retry(connection, tracking, prefixes, failure);
              }
            });
    connection.dispatch(command);
  }

  private void confirm(Tracked tracking, List<String> prefixes) {
    lock.lock();
    try {
      tracking.confirmed.addAll(prefixes);
      tracking.refused = false;
      settle();
    } finally {
      lock.unlock();
    }
  }

  private void retry(
      StatefulRedisConnection<byte[], ByteEntry> connection,
      Tracked tracking,
      List<String> prefixes,
      Throwable cause) {
    lock.lock();
    try {
      if (tracked.get(connection) != tracking || executor.isShutdown()) {
        return;
      }
      prefixes.forEach(tracking.asked::remove);
      if (cause instanceof RedisCommandExecutionException) {
        warnOnce(tracking, Failures.codeOf(cause));
      }
      var unused =
          executor.schedule(
              () -> trackAgain(connection, tracking, prefixes),
              RETRY.toMillis(),
              TimeUnit.MILLISECONDS);
    } finally {
      lock.unlock();
    }
  }

  private void warnOnce(Tracked tracking, String reason) {
    if (!tracking.refused) {
      tracking.refused = true;
      LOG.log(
          WARNING,
          "tier=redis {0} refuses CLIENT TRACKING ({1}): copies above it are not served until it"
              + " does not. Where it never will, set option announcements to publish in every"
              + " process that shares it",
          address,
          reason);
    }
  }

  private void trackAgain(
      StatefulRedisConnection<byte[], ByteEntry> connection,
      Tracked tracking,
      List<String> prefixes) {
    lock.lock();
    try {
      if (tracked.get(connection) == tracking) {
        track(connection, prefixes);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Called by the connection's event loop, which also delivers the answers. */
  private void heard(PushMessage message) {
    if (!message.getType().equals("invalidate")) {
      return;
    }
    if (message.getContent().get(1) instanceof List<?> keys) {
      keys.forEach(key -> feeds.changed(EntryCodec.INSTANCE.decodeKey((ByteBuffer) key)));
    } else {
      feeds.allChanged();
    }
  }

  /** The connections whose silence matters. */
  private List<StatefulRedisConnection<byte[], ByteEntry>> listening() {
    lock.lock();
    try {
      return feeds.subscribed().isEmpty() ? List.of() : List.copyOf(tracked.keySet());
    } finally {
      lock.unlock();
    }
  }

  /** What one connection was asked to track since it was opened, and what it does track. */
  private static final class Tracked {
    private final Set<String> asked = new HashSet<>();
    private final Set<String> confirmed = new HashSet<>();
    private boolean refused;
  }
}
