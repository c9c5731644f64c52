package io.tiercel.tiers.testkit.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Redis Cluster of several masters; they have no replicas until some are added. */
public final class RedisCluster implements AutoCloseable {
  private static final int SLOTS = 16_384;

  private final List<RedisServer> masters = new ArrayList<>();
  private final List<RedisServer> replicas = new ArrayList<>();
  private final UnaryOperator<RedisServer.Setup> setup;

  private RedisCluster(UnaryOperator<RedisServer.Setup> setup) {
    this.setup = setup;
  }

  /** Starts one whose slots are spread evenly, and waits until it serves. */
  public static RedisCluster start(int masters) {
    return start(masters, server -> server);
  }

  /**
   * As {@link #start(int)}, of servers that are special.
   *
   * @param setup adds to the setup of each server
   */
  public static RedisCluster start(int masters, UnaryOperator<RedisServer.Setup> setup) {
    RedisCluster cluster = new RedisCluster(setup);
    try {
      for (int i = 0; i < masters; i++) {
        cluster.masters.add(cluster.startServer());
      }
      cluster.spreadSlots();
      cluster.meet();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** As {@link #start(int)}, each master with a replica that follows it. */
  public static RedisCluster withReplicas(int masters) {
    RedisCluster cluster = start(masters);
    try {
      cluster.masters.forEach(cluster::addReplica);
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Has every replica take its master's place while everything goes on. */
  public void failOver() {
    List.copyOf(replicas).forEach(this::failOver);
  }

  private RedisServer startServer() {
    return setup
        .apply(RedisServer.setup())
        .with("cluster-enabled", "yes")
        .with("cluster-config-file", "nodes.conf")
        .with("cluster-node-timeout", "2000")
        .start();
  }

  private void spreadSlots() {
    for (int i = 0; i < masters.size(); i++) {
      RedisServer master = masters.get(i);
      int first = SLOTS * i / masters.size();
      int last = SLOTS * (i + 1) / masters.size() - 1;
      master.ask("CLUSTER", "ADDSLOTSRANGE", String.valueOf(first), String.valueOf(last));
      master.ask("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
    }
  }

  private void meet() {
    for (RedisServer master : masters) {
      master.ask("CLUSTER", "MEET", "127.0.0.1", String.valueOf(masters.get(0).port()));
    }
    awaitReady();
  }

  /** Waits until every master knows the others and serves. */
  public void awaitReady() {
    masters.forEach(this::awaitReady);
  }

  private void awaitReady(RedisServer master) {
    ServerProcess.await(
        "know its cluster",
        () -> {
          String info = master.say("CLUSTER", "INFO");
          return info.contains("cluster_state:ok")
              && info.contains("cluster_known_nodes:" + (masters.size() + replicas.size()) + "\r");
        });
  }

  /** Its address: {@code redis://host:port,host:port}. */
  public String uri() {
    return masters.stream()
        .map(master -> "localhost:" + master.port())
        .collect(Collectors.joining(",", "redis://", ""));
  }

  /** The masters, in the order of their start unless replicas have taken over. */
  public List<RedisServer> masters() {
    return List.copyOf(masters);
  }

  /** Starts another master, which holds no slots yet. */
  public RedisServer addMaster() {
    RedisServer added = startServer();
    masters.add(added);
    added.ask("CLUSTER", "MEET", "127.0.0.1", String.valueOf(masters.get(0).port()));
    awaitReady();
    return added;
  }

  /** Starts a replica of a master, and waits until it has what the master has. */
  public RedisServer addReplica(RedisServer master) {
    RedisServer added = startServer();
    replicas.add(added);
    added.ask("CLUSTER", "MEET", "127.0.0.1", String.valueOf(master.port()));
    awaitReady();
    awaitReady(added);
    added.ask("CLUSTER", "REPLICATE", id(master));
    added.awaitReplication();
    ServerProcess.await(
        "be known as a replica",
        () ->
            Stream.concat(masters.stream(), replicas.stream())
                .allMatch(each -> knows(each, master, added)));
    return added;
  }

  private static boolean knows(RedisServer server, RedisServer master, RedisServer replica) {
    return server.say("CLUSTER", "REPLICAS", id(master)).contains(id(replica));
  }

  /** Has a replica take its master's place while everything goes on, and waits until it has. */
  public void failOver(RedisServer replica) {
    RedisServer former = masterOfReplica(replica);
    ServerProcess.await("become a master", () -> isMasterOrAsked(replica));
    ServerProcess.await("become a replica", () -> role(former).equals("slave"));
    former.awaitReplication();
    masters.set(masters.indexOf(former), replica);
    replicas.set(replicas.indexOf(replica), former);
    awaitReady();
  }

  /** An attempt that times out in the cluster has to be repeated. */
  private static boolean isMasterOrAsked(RedisServer replica) {
    if (role(replica).equals("master")) {
      return true;
    }
    try {
      replica.ask("CLUSTER", "FAILOVER");
    } catch (IllegalStateException underWay) {
      return role(replica).equals("master");
    }
    return false;
  }

  private RedisServer masterOfReplica(RedisServer replica) {
    String port = replica.say("ROLE").lines().toList().get(2);
    return masters.stream()
        .filter(master -> String.valueOf(master.port()).equals(port))
        .findFirst()
        .orElseThrow();
  }

  private static String role(RedisServer server) {
    return server.say("ROLE").lines().findFirst().orElse("");
  }

  /** The master that holds the slot of this key. */
  public RedisServer masterOf(String key) {
    return masterOf(slot(key));
  }

  private RedisServer masterOf(int slot) {
    return masters.stream().filter(master -> holds(master, slot)).findFirst().orElseThrow();
  }

  private static boolean holds(RedisServer master, int slot) {
    return Stream.of(master.say("CLUSTER", "NODES").split("\n"))
        .map(line -> line.split(" "))
        .filter(fields -> fields[2].contains("myself"))
        .flatMap(fields -> Stream.of(fields).skip(8))
        .filter(range -> !range.startsWith("["))
        .map(range -> range.split("-"))
        .anyMatch(
            range ->
                Integer.parseInt(range[0]) <= slot
                    && slot <= Integer.parseInt(range[range.length - 1]));
  }

  /** The hash slot of a key. */
  public int slot(String key) {
    return Integer.parseInt(masters.get(0).say("CLUSTER", "KEYSLOT", key));
  }

  /** Moves a slot with all its keys to another master, while everything goes on. */
  public void moveSlot(int slot, RedisServer target) {
    RedisServer source = masterOf(slot);
    beginMove(slot, target);
    moveKeys(slot, source, target);
    finishMove(slot, target);
  }

  /** First step of a move: keys of the slot may from now on be on either side. */
  public void beginMove(int slot, RedisServer target) {
    RedisServer source = masterOf(slot);
    target.ask("CLUSTER", "SETSLOT", String.valueOf(slot), "IMPORTING", id(source));
    source.ask("CLUSTER", "SETSLOT", String.valueOf(slot), "MIGRATING", id(target));
  }

  /** Second step of a move: takes the keys that are there to the other side. */
  public void moveKeys(int slot, RedisServer source, RedisServer target) {
    String number = String.valueOf(slot);
    for (String keys = source.say("CLUSTER", "GETKEYSINSLOT", number, "100");
        !keys.isEmpty();
        keys = source.say("CLUSTER", "GETKEYSINSLOT", number, "100")) {
      Stream<String> migrate =
          Stream.of("MIGRATE", "127.0.0.1", String.valueOf(target.port()), "", "0", "5000", "KEYS");
      source.ask(Stream.concat(migrate, Stream.of(keys.split("\n"))).toArray(String[]::new));
    }
  }

  /** Last step of a move: the slot belongs to the other side. */
  public void finishMove(int slot, RedisServer target) {
    String id = id(target);
    target.ask("CLUSTER", "SETSLOT", String.valueOf(slot), "NODE", id);
    masters.forEach(master -> master.ask("CLUSTER", "SETSLOT", String.valueOf(slot), "NODE", id));
  }

  private static String id(RedisServer master) {
    return master.say("CLUSTER", "MYID");
  }

  @Override
  public void close() {
    replicas.forEach(RedisServer::close);
    masters.forEach(RedisServer::close);
  }
}
