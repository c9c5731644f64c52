package io.tiercel.harness;

import io.tiercel.tiers.testkit.server.RedisCluster;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** A Redis and the JVMs that share it, all connected. */
final class SharedServer implements AutoCloseable {
  private final AutoCloseable server;
  private final List<Jvm> jvms;

  private SharedServer(AutoCloseable server, List<Jvm> jvms) {
    this.server = server;
    this.jvms = jvms;
  }

  /** One server. */
  static SharedServer standalone(int jvms) throws Exception {
    RedisServer server = RedisServer.start();
    return start(server, jvms, Stacks.on(server.uri(), "standalone"));
  }

  /** A cluster of three masters. */
  static SharedServer cluster(int jvms) throws Exception {
    RedisCluster cluster = RedisCluster.start(3);
    return start(cluster, jvms, Stacks.on(cluster.uri(), "cluster"));
  }

  private static SharedServer start(AutoCloseable server, int count, Map<String, String> properties)
      throws Exception {
    SharedServer shared = new SharedServer(server, new ArrayList<>());
    try {
      shared.jvms.addAll(Jvm.start(count, properties));
      for (String cache : Stacks.ALL) {
        shared.askAll(Read.class, cache, "nothing");
      }
      return shared;
    } catch (RuntimeException e) {
      shared.close();
      throw e;
    }
  }

  Jvm first() {
    return jvms.get(0);
  }

  /** Has all of them do the same at the same time, and waits for the answers. */
  List<String> askAll(Class<? extends Task> task, Object... arguments) {
    return askEach(task, i -> arguments);
  }

  /**
   * Has all of them do something at the same time, and waits for the answers.
   *
   * @param arguments for the first JVM, 0, and so on
   */
  List<String> askEach(Class<? extends Task> task, IntFunction<Object[]> arguments) {
    List<Future<String>> begun = new ArrayList<>();
    for (int i = 0; i < jvms.size(); i++) {
      begun.add(jvms.get(i).begin(task, arguments.apply(i)));
    }
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < jvms.size(); i++) {
      answers.add(jvms.get(i).await(begun.get(i)));
    }
    return answers;
  }

  @Override
  public void close() throws Exception {
    jvms.forEach(Jvm::close);
    server.close();
  }
}
