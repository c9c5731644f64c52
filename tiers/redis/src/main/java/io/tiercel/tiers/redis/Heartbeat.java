package io.tiercel.tiers.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.AsyncCommand;
import io.tiercel.tiers.spi.ByteEntry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks idle connections for a sign of life, for {@link SilenceWatch} to judge: nobody waits for the
 * answers, and a connection without any is given up. Thread-safe.
 */
final class Heartbeat {
  private static final Duration BEAT = Duration.ofSeconds(1);

  private final ScheduledExecutorService executor;
  private final Supplier<List<StatefulRedisConnection<byte[], ByteEntry>>> connections;
  private final Consumer<Duration> delays;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean isOn;

  /**
   * @param connections whom to ask at each beat
   * @param delays told how long each answer took, which comes the way that news does, and as fast
   */
  Heartbeat(
      ScheduledExecutorService executor,
      Supplier<List<StatefulRedisConnection<byte[], ByteEntry>>> connections,
      Consumer<Duration> delays) {
    this.executor = executor;
    this.connections = connections;
    this.delays = delays;
  }

  /** Begins, unless it has begun. */
  void start() {
    lock.lock();
    try {
      if (!isOn) {
        long millis = BEAT.toMillis();
        var unused =
            executor.scheduleWithFixedDelay(
                () -> connections.get().forEach(this::ping), millis, millis, TimeUnit.MILLISECONDS);
        isOn = true;
      }
    } finally {
      lock.unlock();
    }
  }

  private void ping(StatefulRedisConnection<byte[], ByteEntry> connection) {
    long sentNanos = System.nanoTime();
    AsyncCommand<byte[], ByteEntry, String> ping = Request.ping().toCommand();
    var unused =
        ping.thenAccept(pong -> delays.accept(Duration.ofNanos(System.nanoTime() - sentNanos)));
    connection.dispatch(ping);
  }
}
