package io.tiercel.tiers.redis;

import static java.lang.System.Logger.Level.WARNING;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The connection on which a channel is listened to. Thread-safe. */
final class Subscription {
  private static final System.Logger LOG = System.getLogger(Subscription.class.getName());

  private final String address;
  private final String channel;
  private final Supplier<CompletionStage<StatefulRedisPubSubConnection<String, String>>> opener;
  private final Listener listener;
  private final ReentrantLock lock = new ReentrantLock();

  private boolean refused;
  private @Nullable CompletableFuture<StatefulRedisPubSubConnection<String, String>> opening;

  /** What becomes of a subscription; told by the connection's event loop. */
  interface Listener {
    /** From now on the channel is heard, or still is. */
    void begun();

    /** The connection has broken. */
    void broken();

    /** A message came. */
    void heard(String text);
  }

  /**
   * @param opener opens a connection to subscribe on
   */
  Subscription(
      String address,
      String channel,
      Supplier<CompletionStage<StatefulRedisPubSubConnection<String, String>>> opener,
      Listener listener) {
    this.address = address;
    this.channel = channel;
    this.opener = opener;
    this.listener = listener;
  }

  /**
   * Connects where that was not done or has failed, else subscribes again, which is harmless: the
   * answer is a sign of life.
   */
  void renew() {
    lock.lock();
    try {
      if (opening == null || opening.isCompletedExceptionally()) {
        opening = opener.get().toCompletableFuture();
        var unused = opening.thenAccept(this::connected);
      } else if (opening.isDone()) {
        subscribe(opening.join());
      }
    } finally {
      lock.unlock();
    }
  }

  private void connected(StatefulRedisPubSubConnection<String, String> connection) {
    connection.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void message(String from, String message) {
            listener.heard(message);
          }

          @Override
          public void subscribed(String to, long count) {
            listener.begun();
          }
        });
    connection.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> broken) {
            listener.broken();
          }
        });
    subscribe(connection);
  }

  private void subscribe(StatefulRedisPubSubConnection<String, String> connection) {
    var unused =
        connection
            .async()
            .subscribe(channel)
            .exceptionally(
                failure -> {
                  warnOnce(failure);
                  return null;
                });
  }

  private void warnOnce(Throwable failure) {
    if (Failures.hasCode(failure, "NOPERM") && !refused) {
      refused = true;
      LOG.log(
          WARNING,
          "redis {0} refuses to let this user subscribe to the channel {1}: copies are not served"
              + " until it does. Give the user the right &{1}",
          address,
          channel);
    }
  }
}
