package io.tiercel.tiers.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.protocol.AsyncCommand;
import io.tiercel.tiers.spi.ByteEntry;
import java.util.List;

/** To the servers that are read from; which of them answers, the client decides each time. */
final class ReaderRoute implements Route {
  private final StatefulConnection<byte[], ByteEntry> connection;
  private final boolean keysShareServer;

  ReaderRoute(StatefulConnection<byte[], ByteEntry> connection, boolean keysShareServer) {
    this.connection = connection;
    this.keysShareServer = keysShareServer;
  }

  @Override
  public boolean keysShareServer() {
    return keysShareServer;
  }

  @Override
  public void send(AsyncCommand<byte[], ByteEntry, ?> command) {
    sendAll(List.of(command));
  }

  /** Where there is no such server, the client says so at once rather than by the commands. */
  @Override
  public void sendAll(List<? extends AsyncCommand<byte[], ByteEntry, ?>> commands) {
    try {
      connection.dispatch(commands);
    } catch (RedisException e) {
      commands.forEach(command -> command.completeExceptionally(e));
    }
  }

  @Override
  public boolean awaitRetry(Request<?> request, Throwable cause, long deadlineNanos) {
    return false;
  }

  @Override
  public void close() {
    var unused = connection.closeAsync();
  }
}
