package io.tiercel.tiers.redis;

import static io.tiercel.tiers.testkit.OpenTiers.PATIENT;
import static io.tiercel.tiers.testkit.OpenTiers.entry;
import static io.tiercel.tiers.testkit.OpenTiers.find;
import static io.tiercel.tiers.testkit.OpenTiers.put;
import static io.tiercel.tiers.testkit.OpenTiers.putIfAbsent;
import static io.tiercel.tiers.testkit.OpenTiers.replace;
import static io.tiercel.tiers.testkit.OpenTiers.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.testkit.OpenTiers;
import io.tiercel.tiers.testkit.server.RedisCluster;
import io.tiercel.tiers.testkit.server.RedisSentinels;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which server answers what, when reads may go to replicas. */
class RedisReplicaTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final OpenTiers tiers = new OpenTiers(new RedisTierFactory(), PATIENT);

  @AfterEach
  void close() {
    tiers.close();
  }

  @Test
  void operations_readFromReplica_onlyReadsThatDecideNothingGoThere() {
    try (RedisServer master = RedisServer.start();
        RedisServer replica = RedisServer.setup().replicaOf(master).start()) {
      replica.awaitReplication();
      ByteTier books = tiers.open("books", Map.of("uri", master.uri(), "read-from", "replica"));
      put(books, "a", "Emma");
      await().atMost(PATIENCE).until(() -> "Emma".equals(find(books, "a")));
      assertThat(books.mayBeBehind()).isTrue();
      assertThat(master.calls("get")).isZero();
      long reads = replica.calls("get");

      assertThat(find(books, "a")).isEqualTo("Emma");
      assertThat(books.getAll(List.of("a", "b"))).containsOnlyKeys("a");

      assertThat(replica.calls("get")).isEqualTo(reads + 1);
      assertThat(replica.calls("mget")).isEqualTo(1);
      assertThat(master.calls("get") + master.calls("mget")).isZero();
      assertThat(text(books.getLatest("a"))).isEqualTo("Emma");
      assertThat(master.calls("get")).isEqualTo(1);
    }
  }

  @Test
  void changes_replicaIsBehind_judgeByTheMaster() {
    try (RedisServer master = RedisServer.start();
        RedisServer replica = RedisServer.setup().replicaOf(master).start()) {
      replica.awaitReplication();
      ByteTier books = tiers.open("books", Map.of("uri", master.uri(), "read-from", "replica"));
      put(books, "a", "old");
      await().atMost(PATIENCE).until(() -> "old".equals(find(books, "a")));
      replica.ask("REPLICAOF", "NO", "ONE");
      put(books, "a", "new");

      assertThat(find(books, "a")).as("behind").isEqualTo("old");
      assertThat(text(books.getLatest("a"))).isEqualTo("new");
      assertThat(text(replace(books, "a", books.get("a"), "x").current())).isEqualTo("new");
      assertThat(text(putIfAbsent(books, "a", "x").current())).isEqualTo("new");
      assertThat(text(books.exchange("a", entry("newer")))).isEqualTo("new");
      assertThat(OpenTiers.all(books)).isEqualTo(Map.of("a", "newer"));
      assertThat(text(books.take("a"))).isEqualTo("newer");
    }
  }

  @Test
  void get_replicaIsGone_failsOrIsAnsweredByTheMaster() {
    try (RedisServer master = RedisServer.start();
        RedisServer replica = RedisServer.setup().replicaOf(master).start()) {
      replica.awaitReplication();
      ByteTier strict = tiers.open("books", Map.of("uri", master.uri(), "read-from", "replica"));
      ByteTier lenient =
          tiers.open("books", Map.of("uri", master.uri(), "read-from", "replica-preferred"));
      put(strict, "a", "Emma");
      await().atMost(PATIENCE).until(() -> "Emma".equals(find(strict, "a")));
      await().atMost(PATIENCE).until(() -> "Emma".equals(find(lenient, "a")));

      replica.kill();

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> strict.get("a"))
                      .isInstanceOfSatisfying(
                          TierException.class,
                          e -> assertThat(e.kind()).isEqualTo(TierException.Kind.UNAVAILABLE)));
      assertThat(text(strict.getLatest("a"))).isEqualTo("Emma");
      assertThat(strict.getAllLatest(List.of("a", "b"))).containsOnlyKeys("a");
      await().atMost(PATIENCE).ignoreExceptions().until(() -> "Emma".equals(find(lenient, "a")));
    }
  }

  @Test
  void get_masterHasNoReplica_saysWhatIsWrong() {
    try (RedisServer master = RedisServer.start()) {
      ByteTier books = tiers.open("books", Map.of("uri", master.uri(), "read-from", "replica"));
      put(books, "a", "Emma");

      assertThatThrownBy(() -> books.get("a"))
          .hasMessage(
              "localhost:%d has no server that may be read from (option read-from is replica)"
                  .formatted(master.port()));
    }
  }

  @Test
  void get_sentinels_goesToTheReplicaTheyKnow() {
    try (RedisSentinels redis = RedisSentinels.start()) {
      ByteTier books = tiers.open("books", Map.of("uri", redis.uri(), "read-from", "replica"));
      put(books, "a", "Emma");

      await().atMost(PATIENCE).until(() -> "Emma".equals(find(books, "a")));

      assertThat(redis.firstReplica().calls("get")).isPositive();
      assertThat(redis.firstMaster().calls("get")).isZero();
    }
  }

  @Test
  void operations_cluster_readFromTheReplicaOfEachMaster() {
    try (RedisCluster cluster = RedisCluster.start(3)) {
      List<RedisServer> replicas = cluster.masters().stream().map(cluster::addReplica).toList();
      ByteTier books =
          tiers.open(
              "books", Map.of("uri", cluster.uri(), "mode", "cluster", "read-from", "replica"));
      List<String> names = IntStream.range(0, 60).mapToObj(i -> "k" + i).toList();
      books.writeAll(names.stream().collect(Collectors.toMap(n -> n, n -> entry("of " + n))));

      await().atMost(PATIENCE).ignoreExceptions().until(() -> books.getAll(names).size() == 60);

      assertThat(find(books, "k1")).isEqualTo("of k1");
      assertThat(replicas).allSatisfy(each -> assertThat(each.calls("get")).isPositive());
      assertThat(cluster.masters()).allSatisfy(each -> assertThat(each.calls("get")).isZero());
      assertThat(replace(books, "k1", books.getLatest("k1"), "x").isCommitted()).isTrue();
    }
  }
}
