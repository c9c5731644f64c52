package io.tiercel.tiers.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.AsyncCommand;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The open connections to a Redis: how a command gets to the server that can answer it. */
interface Route {

  /** A connection to one of the servers; fails where none is there. */
  CompletableFuture<StatefulRedisConnection<byte[], byte[]>> anyServer();

  /** Whether one command may name several keys. */
  boolean keysShareServer();

  /** Sends a command to the server that its first key belongs to. */
  void send(AsyncCommand<byte[], byte[], ?> command);

  /** Sends commands, each to the server that its first key belongs to, with few writes. */
  void sendAll(List<? extends AsyncCommand<byte[], byte[], ?>> commands);

  /**
   * After a failure that says the command was not carried out because the servers are being
   * rearranged: waits for a moment that is good for another attempt.
   *
   * @return false when there is no point in trying again, or the deadline leaves no time for it
   */
  boolean awaitRetry(Request<?> request, Throwable cause, long deadlineNanos)
      throws InterruptedException;

  /** The servers that take writes, as they are arranged now. */
  List<Shard> shards(long deadlineNanos) throws InterruptedException, ExecutionException;

  /** Begins to close the connections; what waits for an answer fails. */
  void close();
}
