package io.tiercel.tiers.redis;

import static java.lang.System.Logger.Level.WARNING;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.AsyncCommand;
import io.tiercel.tiers.spi.ChangeListener;
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
import java.util.concurrent.ConcurrentHashMap;
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
final class Announcements implements RedisConnectionStateListener {
  private static final System.Logger LOG = System.getLogger(Announcements.class.getName());

  /** So often an idle connection is asked for a sign of life, for {@link SilenceWatch} to judge. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final String address;
  private final ScheduledExecutorService executor;
  private final Map<String, Feed> feeds = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** The open connections. */
  private final Map<StatefulRedisConnection<byte[], byte[]>, Tracking> tracked = new HashMap<>();

  private final Set<StatefulRedisConnection<byte[], byte[]>> listenedTo =
      Collections.newSetFromMap(new WeakHashMap<>());

  private boolean beating;

  Announcements(String address, ScheduledExecutorService executor) {
    this.address = address;
    this.executor = executor;
  }

  /**
   * What is heard of a cache's keys; nothing before somebody {@linkplain #subscribe subscribes}.
   */
  Feed feed(KeySpace keys) {
    return feeds.computeIfAbsent(keys.prefix(), prefix -> new Feed(keys));
  }

  /** Connects nobody: the feed is in doubt until the first operation has. */
  void subscribe(Feed feed, RedisTier tier, ChangeListener<String> listener) {
    lock.lock();
    try {
      feed.add(tier, listener);
      tracked.keySet().forEach(connection -> track(connection, List.of(feed.prefix())));
      settle();
      beat();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress peer) {
    StatefulRedisConnection<byte[], byte[]> connection = reading(handler);
    if (connection == null) {
      return;
    }
    lock.lock();
    try {
      tracked.put(connection, new Tracking());
      if (listenedTo.add(connection)) {
        connection.addListener(this::heard);
      }
      settle();
      track(connection, subscribed());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
    StatefulRedisConnection<byte[], byte[]> connection = reading(handler);
    if (connection == null) {
      return;
    }
    lock.lock();
    try {
      tracked.remove(connection);
      feeds.values().forEach(feed -> feed.settle(false));
      settle();
    } finally {
      lock.unlock();
    }
  }

  /** Null for connections by which no entries are read: those to sentinels, or for the topology. */
  @SuppressWarnings("unchecked") // the codec says so
  private static @Nullable StatefulRedisConnection<byte[], byte[]> reading(
      RedisChannelHandler<?, ?> handler) {
    return handler instanceof StatefulRedisConnectionImpl<?, ?> connection
            && connection.getCodec() instanceof ByteArrayCodec
        ? (StatefulRedisConnection<byte[], byte[]>) connection
        : null;
  }

  private List<String> subscribed() {
    return feeds.values().stream().filter(Feed::hasSubscribers).map(Feed::prefix).toList();
  }

  private void settle() {
    for (Feed feed : feeds.values()) {
      feed.settle(
          !tracked.isEmpty()
              && tracked.values().stream().allMatch(t -> t.confirmed.contains(feed.prefix())));
    }
  }

  /** Asks the server to tell of keys with these prefixes; it refuses one it was asked before. */
  private void track(StatefulRedisConnection<byte[], byte[]> connection, List<String> wanted) {
    Tracking tracking = tracked.get(connection);
    if (tracking == null) {
      return;
    }
    List<String> prefixes = wanted.stream().filter(tracking.asked::add).toList();
    if (prefixes.isEmpty()) {
      return;
    }
    AsyncCommand<byte[], byte[], String> command = Request.track(prefixes).toCommand();
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

  private void confirm(Tracking tracking, List<String> prefixes) {
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
      StatefulRedisConnection<byte[], byte[]> connection,
      Tracking tracking,
      List<String> prefixes,
      Throwable cause) {
    lock.lock();
    try {
      if (tracked.get(connection) != tracking || executor.isShutdown()) {
        return;
      }
      prefixes.forEach(tracking.asked::remove);
      warnOnce(tracking, cause);
      var unused =
          executor.schedule(
              () -> trackAgain(connection, tracking, prefixes),
              RETRY.toMillis(),
              TimeUnit.MILLISECONDS);
    } finally {
      lock.unlock();
    }
  }

  private void warnOnce(Tracking tracking, Throwable cause) {
    if (cause instanceof RedisCommandExecutionException && !tracking.refused) {
      tracking.refused = true;
      LOG.log(
          WARNING,
          "tier=redis {0} refuses CLIENT TRACKING ({1}): copies above it are not served until it"
              + " does not. Where it never will, set option tracking to false; copies then live at"
              + " most max-staleness",
          address,
          Failures.codeOf(cause));
    }
  }

  private void trackAgain(
      StatefulRedisConnection<byte[], byte[]> connection,
      Tracking tracking,
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
      keys.forEach(key -> changed((ByteBuffer) key));
    } else {
      feeds.values().forEach(Feed::allChanged);
    }
  }

  private void changed(ByteBuffer encoded) {
    byte[] key = ByteArrayCodec.INSTANCE.decodeKey(encoded);
    String prefix = KeySpace.prefixOf(key);
    Feed feed = prefix == null ? null : feeds.get(prefix);
    if (feed != null) {
      feed.changed(key);
    }
  }

  private void beat() {
    if (!beating) {
      beating = true;
      long millis = HEARTBEAT.toMillis();
      var unused =
          executor.scheduleWithFixedDelay(this::ping, millis, millis, TimeUnit.MILLISECONDS);
    }
  }

  /** Nobody waits for the answers: a connection without any is given up. */
  private void ping() {
    List<StatefulRedisConnection<byte[], byte[]>> open;
    lock.lock();
    try {
      open = subscribed().isEmpty() ? List.of() : List.copyOf(tracked.keySet());
    } finally {
      lock.unlock();
    }
    open.forEach(connection -> connection.dispatch(Request.ping().toCommand()));
  }

  /** What one connection was asked to track since it was opened, and what it does track. */
  private static final class Tracking {
    private final Set<String> asked = new HashSet<>();
    private final Set<String> confirmed = new HashSet<>();
    private boolean refused;
  }
}
