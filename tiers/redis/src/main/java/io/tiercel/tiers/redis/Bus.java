package io.tiercel.tiers.redis;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.tiercel.tiers.redis.BusMessage.Kind;
import io.tiercel.tiers.spi.ByteEntry;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries news of changes between processes by publish and subscribe, where the server itself does
 * not tell. Messages may be lost on the way, so they are numbered, and everyone gives a sign of
 * life: {@link Hearing} judges by these whether everything is heard. Thread-safe.
 */
final class Bus implements Subscription.Listener {
  /** One for all caches, so that each process counts and gives signs of life once. */
  static final String CHANNEL = "tiercel:changes";

  private static final System.Logger LOG = System.getLogger(Bus.class.getName());
  private static final Duration BEAT = Duration.ofMillis(500);
  private static final Duration FAREWELL = Duration.ofMillis(200);

  private final String address;
  private final Feeds feeds;
  private final ScheduledExecutorService executor;
  private final Supplier<@Nullable Route> route;
  private final Outbox outbox = new Outbox();
  private final ReentrantLock lock = new ReentrantLock();
  private final Hearing hearing = new Hearing(outbox.origin());
  private final Subscription subscription;

  private boolean isOn;
  private boolean isSubscribed;

  /**
   * @param route the way to the servers, or null while there is none
   * @param opener opens a connection to subscribe on
   */
  Bus(
      String address,
      Feeds feeds,
      ScheduledExecutorService executor,
      Supplier<@Nullable Route> route,
      Supplier<CompletionStage<StatefulRedisPubSubConnection<String, String>>> opener) {
    this.address = address;
    this.feeds = feeds;
    this.executor = executor;
    this.route = route;
    this.subscription = new Subscription(address, CHANNEL, opener, this);
  }

  Outbox outbox() {
    return outbox;
  }

  /** Begins to give signs of life and, where somebody wants to hear of changes, to listen. */
  void start() {
    lock.lock();
    try {
      if (!isOn) {
        long millis = BEAT.toMillis();
        var unused = executor.scheduleWithFixedDelay(this::tick, 0, millis, TimeUnit.MILLISECONDS);
        isOn = true;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets those know how things are who have subscribed since the last time. */
  void refresh() {
    lock.lock();
    try {
      settle();
    } finally {
      lock.unlock();
    }
  }

  private void settle() {
    if (isOn) {
      feeds.settle(feed -> isSubscribed && hearing.isComplete());
    }
  }

  private void tick() {
    attempt(this::speak);
    if (!feeds.subscribed().isEmpty()) {
      attempt(this::judge);
      if (route.get() != null) {
        attempt(subscription::renew);
      }
    }
  }

  /**
   * What fails is done again at the next beat; that it failed keeps nothing else from happening.
   */
  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      LOG.log(DEBUG, "redis " + address + ": tried again in a moment", e);
    }
  }

  private void speak() {
    outbox.unsettled().forEach(change -> publish(change, () -> outbox.settled(change)));
    publish(outbox.beat(System.nanoTime()), () -> {});
  }

  private void publish(BusMessage message, Runnable done) {
    Route open = route.get();
    if (open == null) {
      return;
    }
    AsyncCommand<byte[], ByteEntry, Long> command =
        Request.publish(CHANNEL, message.bytes()).toCommand();
    var unused =
        command.whenComplete(
            (receivers, failure) -> {
              if (failure == null) {
                done.run();
              }
            });
    open.send(command);
  }

  @Override
  public void begun() {
    lock.lock();
    try {
      if (!isSubscribed) {
        isSubscribed = true;
        hearing.restart();
        settle();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void broken() {
    lock.lock();
    try {
      isSubscribed = false;
      hearing.restart();
      settle();
    } finally {
      lock.unlock();
    }
  }

  private void judge() {
    lock.lock();
    try {
      String amiss = hearing.whatIsAmiss(System.nanoTime());
      if (amiss != null) {
        LOG.log(
            INFO,
            "redis {0}: {1}; copies are not served for a moment, and dropped",
            address,
            amiss);
        hearing.restart();
        settle();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void heard(String text) {
    BusMessage message = BusMessage.parse(text);
    if (message == null) {
      feeds.allChanged();
      return;
    }
    if (!message.origin().equals(outbox.origin())) {
      pass(message);
    } else if (message.kind() == Kind.BEAT) {
      feeds.delayed(Duration.ofNanos(System.nanoTime() - Long.parseLong(message.text())));
    }
    lock.lock();
    try {
      hearing.heard(message, System.nanoTime());
      settle();
    } finally {
      lock.unlock();
    }
  }

  private void pass(BusMessage message) {
    if (message.kind() == Kind.CHANGED) {
      feeds.changed(message.key());
    } else if (message.kind() == Kind.MANY_CHANGED) {
      feeds.allChanged();
    }
  }

  /** Takes leave of the others, who would wonder otherwise, for a moment at most. */
  void close() {
    if (!isStarted() || route.get() == null) {
      return;
    }
    CompletableFuture<Void> said = new CompletableFuture<>();
    try {
      publish(outbox.farewell(), () -> said.complete(null));
      said.get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      LOG.log(DEBUG, "redis " + address + ": left without a farewell", e);
    }
  }

  private boolean isStarted() {
    lock.lock();
    try {
      return isOn;
    } finally {
      lock.unlock();
    }
  }
}
