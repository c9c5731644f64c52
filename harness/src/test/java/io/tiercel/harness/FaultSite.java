package io.tiercel.harness;

import io.tiercel.tiers.testkit.server.RedisCluster;
import io.tiercel.tiers.testkit.server.RedisSentinels;
import io.tiercel.tiers.testkit.server.RedisServer;
import io.tiercel.tiers.testkit.server.TcpProxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Servers and the JVMs that share them, all within reach of a {@link Fault}. */
final class FaultSite implements AutoCloseable {
  static final int JVMS = 3;

  /** How the servers are arranged. */
  enum Layout {
    /** One, which keeps a log on disk; each JVM comes by a proxy of its own. */
    ONE_SERVER,
    /** A master and a replica, watched by three sentinels. */
    SENTINELS,
    /** Two masters with a replica each. */
    CLUSTER
  }

  private static final String FILLER = "filler";
  private static final String FILLER_BYTES = "x".repeat(100_000);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<TcpProxy> proxies = new ArrayList<>();
  private final List<Jvm> jvms = new ArrayList<>();
  private @Nullable RedisServer server;
  private @Nullable RedisSentinels sentinels;
  private @Nullable RedisCluster cluster;

  private FaultSite() {}

  static FaultSite start(Layout layout) throws Exception {
    FaultSite site = new FaultSite();
    try {
      site.startServers(layout);
      site.startJvms();
      return site;
    } catch (RuntimeException e) {
      site.close();
      throw e;
    }
  }

  private void startServers(Layout layout) {
    switch (layout) {
      case ONE_SERVER -> {
        server = opened(loggingServer());
        for (int i = 0; i < JVMS; i++) {
          proxies.add(opened(TcpProxy.start(server.port())));
        }
      }
      case SENTINELS -> sentinels = opened(RedisSentinels.start());
      case CLUSTER -> cluster = opened(RedisCluster.withReplicas(2));
    }
  }

  /** What the kernel was given survives the process: nobody waits for the disk. */
  private static RedisServer loggingServer() {
    return RedisServer.setup().with("appendonly", "yes").with("appendfsync", "no").start();
  }

  private <T extends AutoCloseable> T opened(T closeable) {
    open.push(closeable);
    return closeable;
  }

  private void startJvms() {
    List<Map<String, String>> each = new ArrayList<>();
    for (int i = 0; i < JVMS; i++) {
      each.add(properties(i));
    }
    jvms.addAll(Jvm.startEach(each));
  }

  private Map<String, String> properties(int jvm) {
    if (sentinels != null) {
      return Stacks.underFaults(sentinels.uri(), "sentinel");
    }
    return cluster != null
        ? Stacks.underFaults(cluster.uri(), "cluster")
        : Stacks.underFaults("redis://localhost:" + proxy(jvm).port(), "standalone");
  }

  List<Jvm> jvms() {
    return jvms;
  }

  Jvm jvm(int number) {
    return jvms.get(number);
  }

  /** Starts a JVM in the place of one that was killed. */
  void startAnother(int number) {
    jvms.get(number).close();
    jvms.set(number, Jvm.start(properties(number)));
  }

  List<TcpProxy> proxies() {
    return proxies;
  }

  /** The way of one JVM to the server. */
  TcpProxy proxy(int jvm) {
    return proxies.get(jvm);
  }

  RedisServer server() {
    return required(server);
  }

  RedisSentinels sentinels() {
    return required(sentinels);
  }

  private static <T> T required(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("a site of this layout has none");
    }
    return part;
  }

  /** Removes what earlier runs have left, which would make this one slower than those. */
  void empty() {
    if (server != null) {
      server.ask("FLUSHALL");
    }
    if (cluster != null) {
      cluster.masters().forEach(master -> master.ask("FLUSHALL"));
    }
  }

  /** Leaves no room for more, and has the server act by this policy. */
  void fillMemory(String policy) {
    for (int i = 0; i < 20; i++) {
      server().ask("SET", FILLER + i, FILLER_BYTES);
    }
    server().ask("CONFIG", "SET", "maxmemory-policy", policy);
    server().ask("CONFIG", "SET", "maxmemory", "2000000");
  }

  void freeMemory() {
    server().ask("CONFIG", "SET", "maxmemory", "0");
    for (int i = 0; i < 20; i++) {
      server().ask("DEL", FILLER + i);
    }
  }

  /** Moves every slot that holds a key to the other master. */
  void swapSlots() {
    RedisCluster all = required(cluster);
    RedisServer one = all.masters().get(0);
    RedisServer other = all.masters().get(1);
    List<Integer> ofOne = usedSlots(one);
    List<Integer> ofOther = usedSlots(other);
    ofOne.forEach(slot -> all.moveSlot(slot, other));
    ofOther.forEach(slot -> all.moveSlot(slot, one));
  }

  private List<Integer> usedSlots(RedisServer master) {
    return master
        .say("KEYS", "*")
        .lines()
        .filter(key -> !key.isEmpty())
        .map(required(cluster)::slot)
        .distinct()
        .toList();
  }

  /** Has every replica take over. */
  void failOver() {
    required(cluster).failOver();
  }

  @Override
  public void close() throws Exception {
    jvms.forEach(Jvm::close);
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
