package io.tiercel.tiers.redis;

import static io.tiercel.tiers.testkit.OpenTiers.PATIENT;
import static io.tiercel.tiers.testkit.OpenTiers.all;
import static io.tiercel.tiers.testkit.OpenTiers.find;
import static io.tiercel.tiers.testkit.OpenTiers.put;
import static io.tiercel.tiers.testkit.OpenTiers.putIfAbsent;
import static io.tiercel.tiers.testkit.OpenTiers.replace;
import static io.tiercel.tiers.testkit.OpenTiers.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.testkit.OpenTiers;
import io.tiercel.tiers.testkit.server.RedisCluster;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Servers that speak less than Redis does, as a Redis with some commands taken away. */
class RedisFallbackTest {
  private final OpenTiers tiers = new OpenTiers(new RedisTierFactory(), PATIENT);
  private RedisServer server;

  @AfterEach
  void stop() {
    tiers.close();
    server.close();
  }

  private ByteTier without(String... commands) {
    RedisServer.Setup setup = RedisServer.setup();
    for (String command : commands) {
      setup.with("rename-command", command, "");
    }
    server = setup.start();
    return tiers.open("books", Map.of("uri", server.uri()));
  }

  private static void assertWorks(ByteTier books) {
    put(books, "a", "Emma");
    assertThat(replace(books, "a", books.get("a"), "Ulysses").isCommitted()).isTrue();
    books.writeAll(Map.of("b", OpenTiers.entry("Hamlet"), "c", OpenTiers.entry("Faust")));
    assertThat(books.remove("c", Condition.ifUnchanged(books.get("c")))).isTrue();
    assertThat(books.remove("c", Condition.always())).isFalse();
    assertThat(putIfAbsent(books, "d", "Emma").isCommitted()).isTrue();
    assertThat(text(books.exchange("d", OpenTiers.entry("Hamlet")))).isEqualTo("Emma");
    assertThat(text(putIfAbsent(books, "d", "Faust").current())).isEqualTo("Hamlet");
    assertThat(text(books.take("d"))).isEqualTo("Hamlet");
    assertThat(books.take("d")).isNull();
    assertThat(all(books)).isEqualTo(Map.of("a", "Ulysses", "b", "Hamlet"));
    books.removeAll(List.of("b", "x"));
    assertThat(all(books)).isEqualTo(Map.of("a", "Ulysses"));
    books.clear();
    assertThat(find(books, "a")).isNull();
  }

  @Test
  void operations_noResp3_useResp2() {
    ByteTier books = without("HELLO");

    assertWorks(books);
    assertThat(server.say("CLIENT", "LIST")).contains("name=tiercel").contains("resp=2");
  }

  @Test
  void operations_noUnlink_useDelAndRememberIt() {
    ByteTier books = without("UNLINK");

    assertWorks(books);
    String errors = server.say("INFO", "errorstats");
    assertWorks(books);

    assertThat(server.say("INFO", "errorstats")).isEqualTo(errors);
  }

  @Test
  void operations_noGetDel_useAScriptAndRememberIt() {
    ByteTier books = without("GETDEL");

    assertWorks(books);
    String errors = server.say("INFO", "errorstats");
    assertWorks(books);

    assertThat(server.say("INFO", "errorstats")).isEqualTo(errors);
  }

  @Test
  void operations_noMset_setEachKeyAndRememberIt() {
    ByteTier books = without("MSET");

    assertWorks(books);
    String errors = server.say("INFO", "errorstats");
    assertWorks(books);

    assertThat(server.say("INFO", "errorstats")).isEqualTo(errors);
  }

  @Test
  void operations_noEvalSha_sendTheWholeScript() {
    assertWorks(without("EVALSHA"));
  }

  @Test
  void operations_noClientCommand_work() {
    assertWorks(without("CLIENT"));
  }

  @Test
  void replace_noScripts_isRefusedWithTheReason() {
    ByteTier books = without("EVAL", "EVALSHA");
    put(books, "a", "Emma");

    assertThatThrownBy(() -> replace(books, "a", books.get("a"), "Ulysses"))
        .isInstanceOfSatisfying(
            TierException.class,
            e -> assertThat(e.kind()).isEqualTo(TierException.Kind.MISCONFIGURED))
        .hasMessage(
            "localhost:%d refuses the command EVAL; the tier needs it, so allow it to this user or"
                    .formatted(server.port())
                + " do not rename it")
        .hasNoCause();
    assertThat(find(books, "a")).isEqualTo("Emma");
  }

  @Test
  void scan_noScan_isRefusedWithTheReason() {
    ByteTier books = without("SCAN");

    assertThatThrownBy(books::clear).hasMessageContaining("refuses the command SCAN;");
  }

  @Test
  void get_singleServerTakenForACluster_saysWhatToSet() {
    server = RedisServer.start();
    ByteTier books = tiers.open("books", Map.of("uri", server.uri(), "mode", "cluster"));

    assertMisconfigured(() -> books.get("a"), " is no cluster; do not set option mode to cluster");
  }

  @Test
  void get_clusterTakenForASingleServer_saysWhatToSet() {
    server = RedisServer.start();
    try (RedisCluster cluster = RedisCluster.start(2)) {
      RedisServer first = cluster.masters().get(0);
      ByteTier books = tiers.open("books", Map.of("uri", first.uri()));
      String elsewhere = cluster.masterOf("books::a") == first ? "b" : "a";
      assertThat(cluster.masterOf("books::" + elsewhere)).isNotSameAs(first);

      assertMisconfigured(() -> books.get(elsewhere), " is a cluster; set option mode to cluster");
    }
  }

  @Test
  void get_socketWithoutNativeTransport_saysWhatToAdd() {
    server = RedisServer.setup().socket().start();
    ByteTier books = tiers.open("books", Map.of("uri", "redis-socket://" + server.socket()));

    assertMisconfigured(
        () -> books.get("a"),
        server.socket()
            + " is a socket, which needs Netty's native transport; add"
            + " io.netty:netty-transport-native-epoll (or -kqueue)");
  }

  private static void assertMisconfigured(Runnable operation, String message) {
    assertThatThrownBy(operation::run)
        .isInstanceOfSatisfying(
            TierException.class,
            e -> assertThat(e.kind()).isEqualTo(TierException.Kind.MISCONFIGURED))
        .hasMessageEndingWith(message);
  }
}
