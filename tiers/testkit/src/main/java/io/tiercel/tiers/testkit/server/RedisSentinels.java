package io.tiercel.tiers.testkit.server;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A Redis with a replica, and three sentinels that watch over them. */
public final class RedisSentinels implements AutoCloseable {
  /** What the sentinels call the master. */
  public static final String MASTER = "library";

  private final List<RedisServer> servers = new ArrayList<>();
  private final List<RedisServer> sentinels = new ArrayList<>();

  private RedisSentinels() {}

  /** Starts them, and waits until the sentinels know each other and the replica follows. */
  public static RedisSentinels start() {
    RedisSentinels all = new RedisSentinels();
    try {
      all.startAll();
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  private void startAll() {
    RedisServer master = RedisServer.setup().with("repl-diskless-sync-delay", "0").start();
    servers.add(master);
    String port = String.valueOf(master.port());
    RedisServer replica = RedisServer.setup().with("replicaof", "127.0.0.1", port).start();
    servers.add(replica);
    for (int i = 0; i < 3; i++) {
      sentinels.add(
          RedisServer.setup()
              .sentinel()
              .with("sentinel", "monitor", MASTER, "127.0.0.1", port, "2")
              .with("sentinel", "down-after-milliseconds", MASTER, "500")
              .with("sentinel", "failover-timeout", MASTER, "3000")
              .start());
    }
    ServerProcess.await(
        "follow its master", () -> replica.say("INFO", "replication").contains("link_status:up"));
    sentinels.forEach(RedisSentinels::awaitAcquaintance);
  }

  private static void awaitAcquaintance(RedisServer sentinel) {
    ServerProcess.await(
        "find the other sentinels and the replica",
        () -> {
          String known = sentinel.say("INFO", "sentinel");
          return known.contains("slaves=1") && known.contains("sentinels=3");
        });
  }

  /** Their address: {@code redis-sentinel://hosts#name}. */
  public String uri() {
    return sentinels.stream()
        .map(sentinel -> "localhost:" + sentinel.port())
        .collect(Collectors.joining(",", "redis-sentinel://", "#" + MASTER));
  }

  /** The server that was started as the master. */
  public RedisServer firstMaster() {
    return servers.get(0);
  }

  /** The server that was started as the replica. */
  public RedisServer firstReplica() {
    return servers.get(1);
  }

  /** Has the first replica promoted, while the first master goes on until it is told. */
  public void failOver() {
    ServerProcess.await("fail over", this::beginsFailover);
  }

  /** Fails as long as the sentinel knows of no replica that could take over. */
  private boolean beginsFailover() {
    try {
      sentinels.get(0).ask("SENTINEL", "FAILOVER", MASTER);
      return true;
    } catch (IllegalStateException refused) {
      return false;
    }
  }

  /** Waits until the first replica is the master, and every sentinel says so. */
  public void awaitFailover() {
    String port = String.valueOf(firstReplica().port());
    ServerProcess.await(
        "become the master", () -> say(firstReplica(), "ROLE").startsWith("master"));
    for (RedisServer sentinel : sentinels) {
      ServerProcess.await(
          "learn of the new master",
          () -> say(sentinel, "SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER).endsWith(port));
    }
  }

  /** Sentinels close all connections of a server that they promote. */
  private static String say(RedisServer server, String... command) {
    try {
      return server.say(command);
    } catch (UncheckedIOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    sentinels.forEach(RedisServer::close);
    servers.forEach(RedisServer::close);
  }
}
