package io.tiercel.tiers.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.AsyncCommand;
import io.tiercel.tiers.spi.ByteEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** To one server: the only one, or the one that sentinels point to. */
final class SingleRoute implements MasterRoute {
  private final StatefulRedisConnection<byte[], ByteEntry> connection;

  SingleRoute(StatefulRedisConnection<byte[], ByteEntry> connection) {
    this.connection = connection;
  }

  @Override
  public CompletableFuture<StatefulRedisConnection<byte[], ByteEntry>> anyServer() {
    return CompletableFuture.completedFuture(connection);
  }

  @Override
  public boolean keysShareServer() {
    return true;
  }

  @Override
  public void send(AsyncCommand<byte[], ByteEntry, ?> command) {
    connection.dispatch(command);
  }

  @Override
  public void sendAll(List<? extends AsyncCommand<byte[], ByteEntry, ?>> commands) {
    connection.dispatch(commands);
  }

  @Override
  public boolean awaitRetry(Request<?> request, Throwable cause, long deadlineNanos) {
    return false;
  }

  @Override
  public List<Shard> shards(long deadlineNanos) {
    return List.of(new Shard("", connection, ""));
  }

  @Override
  public void close() {
    var unused = connection.closeAsync();
  }
}
