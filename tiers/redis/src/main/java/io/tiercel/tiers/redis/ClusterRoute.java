package io.tiercel.tiers.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.PartitionSelectorException;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.UnknownPartitionException;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.protocol.AsyncCommand;
import io.tiercel.tiers.spi.ByteEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** To the servers of a cluster: each key to the one that holds its hash slot. */
final class ClusterRoute implements MasterRoute {
  private static final long PAUSE_MILLIS = 2;

  private final RedisClusterClient client;
  private final StatefulRedisClusterConnection<byte[], ByteEntry> connection;

  ClusterRoute(
      RedisClusterClient client, StatefulRedisClusterConnection<byte[], ByteEntry> connection) {
    this.client = client;
    this.connection = connection;
  }

  /**
   * Connects to every server, as commands are refused where no connection is; one that cannot be
   * reached in time does not keep the others.
   */
  CompletableFuture<MasterRoute> warmUp(Duration patience) {
    return CompletableFuture.allOf(
            writable().map(this::connectionTo).toArray(CompletableFuture<?>[]::new))
        .orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS)
        .handle((done, unreachable) -> this);
  }

  private Stream<RedisClusterNode> writable() {
    return connection.getPartitions().stream()
        .filter(node -> node.is(RedisClusterNode.NodeFlag.UPSTREAM))
        .filter(node -> !node.is(RedisClusterNode.NodeFlag.FAIL) || !node.hasNoSlots());
  }

  /** By address, as single commands go, so that both use the same connection. */
  private CompletableFuture<StatefulRedisConnection<byte[], ByteEntry>> connectionTo(
      RedisClusterNode node) {
    try {
      return connection.getConnectionAsync(node.getUri().getHost(), node.getUri().getPort());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public CompletableFuture<StatefulRedisConnection<byte[], ByteEntry>> anyServer() {
    return writable()
        .map(this::connectionTo)
        .filter(open -> open.isDone() && !open.isCompletedExceptionally())
        .findFirst()
        .orElseGet(
            () -> CompletableFuture.failedFuture(new RedisException("no server is connected")));
  }

  @Override
  public boolean keysShareServer() {
    return false;
  }

  @Override
  public void send(AsyncCommand<byte[], ByteEntry, ?> command) {
    connection.dispatch(command);
  }

  /**
   * What belongs to one server goes in one write; those commands are not redirected by the client,
   * which is left to {@link #awaitRetry}.
   */
  @Override
  public void sendAll(List<? extends AsyncCommand<byte[], ByteEntry, ?>> commands) {
    Map<RedisClusterNode, List<AsyncCommand<byte[], ByteEntry, ?>>> byNode = new LinkedHashMap<>();
    for (AsyncCommand<byte[], ByteEntry, ?> command : commands) {
      RedisClusterNode owner = owner(SlotHash.getSlot(command.getArgs().getFirstEncodedKey()));
      if (owner == null) {
        send(command);
      } else {
        byNode.computeIfAbsent(owner, node -> new ArrayList<>()).add(command);
      }
    }
    byNode.forEach(this::sendTo);
  }

  private void sendTo(RedisClusterNode node, List<AsyncCommand<byte[], ByteEntry, ?>> commands) {
    CompletableFuture<StatefulRedisConnection<byte[], ByteEntry>> open = connectionTo(node);
    if (open.isDone() && !open.isCompletedExceptionally()) {
      open.join().dispatch(commands);
    } else {
      commands.forEach(this::send);
    }
  }

  private @Nullable RedisClusterNode owner(int slot) {
    return connection.getPartitions().getMasterBySlot(slot);
  }

  @Override
  public boolean awaitRetry(Request<?> request, Throwable cause, long deadlineNanos)
      throws InterruptedException {
    if (Failures.isNotConnected(cause)) {
      return awaitOwner(request, deadlineNanos) && pause(deadlineNanos);
    }
    boolean isRearranging =
        cause instanceof UnknownPartitionException
            || cause instanceof PartitionSelectorException
            || Failures.hasCode(cause, "MOVED", "ASK", "TRYAGAIN");
    return isRearranging && pause(deadlineNanos);
  }

  /**
   * A command was refused because no connection was there to take it. When that to the slot's owner
   * is being made, it is waited for; when it is there, the way led elsewhere, to a server that is
   * new; when it has broken, there is nothing to wait for.
   */
  private boolean awaitOwner(Request<?> request, long deadlineNanos) throws InterruptedException {
    RedisClusterNode owner = owner(SlotHash.getSlot(request.args().getFirstEncodedKey()));
    if (owner == null) {
      return true;
    }
    try {
      long left = deadlineNanos - System.nanoTime();
      return connectionTo(owner).get(left, TimeUnit.NANOSECONDS).isOpen();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private static boolean pause(long deadlineNanos) throws InterruptedException {
    Thread.sleep(PAUSE_MILLIS);
    return System.nanoTime() - deadlineNanos < 0;
  }

  @Override
  public List<Shard> shards(long deadlineNanos) throws InterruptedException, ExecutionException {
    try {
      client
          .refreshPartitionsAsync()
          .toCompletableFuture()
          .get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      List<Shard> shards = new ArrayList<>();
      for (RedisClusterNode node : writable().toList()) {
        shards.add(shard(node, deadlineNanos));
      }
      return shards;
    } catch (TimeoutException e) {
      throw new ExecutionException(e);
    }
  }

  private Shard shard(RedisClusterNode node, long deadlineNanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    long left = deadlineNanos - System.nanoTime();
    StatefulRedisConnection<byte[], ByteEntry> open =
        connectionTo(node).get(left, TimeUnit.NANOSECONDS);
    AsyncCommand<byte[], ByteEntry, byte[]> command = Request.clusterNodes().toCommand();
    open.dispatch(command);
    byte[] nodes = command.get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    return new Shard(node.getNodeId(), open, ownSlots(new String(nodes, US_ASCII)));
  }

  /** Only a server itself tells which slots are on their way to it; they follow eight fields. */
  private static String ownSlots(String clusterNodes) {
    return clusterNodes
        .lines()
        .map(line -> line.split(" "))
        .filter(fields -> fields[2].contains("myself"))
        .flatMap(fields -> Stream.of(fields).skip(8))
        .collect(Collectors.joining(" "));
  }

  @Override
  public void close() {
    var unused = connection.closeAsync();
  }
}
