package io.tiercel.tiers.redis;

import io.lettuce.core.protocol.AsyncCommand;
import io.tiercel.tiers.spi.ByteEntry;
import java.util.List;

/** Open connections to a Redis: how a command gets to a server that can answer it. */
interface Route {

  /** Whether one command may name several keys. */
  boolean keysShareServer();

  /** Sends a command to a server that its first key belongs to. */
  void send(AsyncCommand<byte[], ByteEntry, ?> command);

  /** Sends commands, each to a server that its first key belongs to, with few writes. */
  void sendAll(List<? extends AsyncCommand<byte[], ByteEntry, ?>> commands);

  /**
   * After a failure that says the command was not carried out because the servers are being
   * rearranged: waits for a moment that is good for another attempt.
   *
   * @return false when there is no point in trying again, or the deadline leaves no time for it
   */
  boolean awaitRetry(Request<?> request, Throwable cause, long deadlineNanos)
      throws InterruptedException;

  /** Begins to close the connections; what waits for an answer fails. */
  void close();
}
