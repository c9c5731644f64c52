package io.tiercel.tiers.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.tiercel.tiers.spi.ByteEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** To the servers that take writes. */
interface MasterRoute extends Route {

  /** A connection to one of the servers; fails where none is there. */
  CompletableFuture<StatefulRedisConnection<byte[], ByteEntry>> anyServer();

  /** The servers, as they are arranged now. */
  List<Shard> shards(long deadlineNanos) throws InterruptedException, ExecutionException;
}
