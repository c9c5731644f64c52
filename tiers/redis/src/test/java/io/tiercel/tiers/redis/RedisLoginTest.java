package io.tiercel.tiers.redis;

import static io.tiercel.tiers.testkit.OpenTiers.PATIENT;
import static io.tiercel.tiers.testkit.OpenTiers.all;
import static io.tiercel.tiers.testkit.OpenTiers.find;
import static io.tiercel.tiers.testkit.OpenTiers.put;
import static io.tiercel.tiers.testkit.OpenTiers.putIfAbsent;
import static io.tiercel.tiers.testkit.OpenTiers.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.testkit.OpenTiers;
import io.tiercel.tiers.testkit.server.RedisCluster;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisLoginTest {
  /** As docs/tiers.md recommends. */
  private static final String LEAST_RIGHTS =
      "on >swordfish ~shop:* resetchannels -@all +get +getdel +mget +set +mset +del +unlink"
          + " +scan +eval +evalsha +getrange +exists +ping +hello +client|setname";

  private static final String LEAST_RIGHTS_IN_A_CLUSTER = " +cluster|nodes +cluster|myid +info";

  private static final String TO_FIND_OUT_HOW_CHANGES_ARE_ANNOUNCED = " +client|tracking";

  private static RedisServer server;

  private final OpenTiers tiers = new OpenTiers(new RedisTierFactory(), PATIENT);

  @BeforeAll
  static void start() {
    server =
        RedisServer.setup()
            .users(
                Map.of(
                    "shop", LEAST_RIGHTS,
                    "reader", "on >swordfish ~* +@all -set -eval -evalsha",
                    "token", "on >first ~* +@all"))
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void close() {
    tiers.close();
  }

  private ByteTier open(String user, String password) {
    return tiers.open(
        "shop:books", Map.of("uri", server.uri(), "username", user, "password", password));
  }

  @Test
  void operations_userWithTheLeastRights_areAllAllowed() {
    assertEverythingIsAllowed(open("shop", "swordfish"));
  }

  @Test
  void operations_userWithTheLeastRightsInACluster_areAllAllowed() {
    String rights =
        LEAST_RIGHTS + LEAST_RIGHTS_IN_A_CLUSTER + TO_FIND_OUT_HOW_CHANGES_ARE_ANNOUNCED;
    Map<String, String> users = Map.of("shop", rights);
    try (RedisCluster cluster = RedisCluster.start(2, setup -> setup.users(users))) {
      String uri = cluster.uri().replace("//", "//shop:swordfish@");

      assertEverythingIsAllowed(tiers.open("shop:cluster", Map.of("uri", uri, "mode", "cluster")));
      assertThat(cluster.masters().get(0).say("ACL", "LOG")).isEmpty();
    }
  }

  private static void assertEverythingIsAllowed(ByteTier books) {
    put(books, "a", "Emma");
    assertThat(putIfAbsent(books, "a", "x").isCommitted()).isFalse();
    assertThat(replace(books, "a", books.get("a"), "Ulysses").isCommitted()).isTrue();
    books.writeAll(Map.of("b", OpenTiers.entry("Hamlet"), "c", OpenTiers.entry("Faust")));
    assertThat(books.getAll(List.of("a", "b"))).hasSize(2);
    assertThat(all(books)).isEqualTo(Map.of("a", "Ulysses", "b", "Hamlet", "c", "Faust"));
    assertThat(books.remove("a", Condition.ifUnchanged(books.get("a")))).isTrue();
    books.removeAll(List.of("b"));
    books.clear();
    assertThat(all(books)).isEmpty();
  }

  @Test
  void open_loginInTheUri_isUsed() {
    String uri = server.uri().replace("//", "//shop:sword%66ish@");

    put(tiers.open("shop:uri", Map.of("uri", uri)), "a", "Emma");

    assertThat(server.say("EXISTS", "shop:uri::a")).isEqualTo("1");
  }

  @Test
  void get_wrongOrNoLogin_saysWhatToSetAndNoSecret() {
    String address = "localhost:" + server.port();

    assertThatThrownBy(() -> open("shop", "hunter2").get("a"))
        .isInstanceOfSatisfying(
            TierException.class,
            e -> assertThat(e.kind()).isEqualTo(TierException.Kind.MISCONFIGURED))
        .hasMessage(address + " wants another login (WRONGPASS); see options username and password")
        .satisfies(e -> assertThat(trace(e)).doesNotContain("hunter2"));
    ByteTier nobody = tiers.open("shop:books", Map.of("uri", server.uri()));
    assertThatThrownBy(() -> nobody.get("a"))
        .hasMessage(address + " wants another login (NOAUTH); see options username and password");
  }

  private static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  @Test
  void operations_userWithoutSomeRights_nameTheCommand() {
    ByteTier books = open("reader", "swordfish");

    assertThat(find(books, "a")).isNull();
    assertThatThrownBy(() -> put(books, "a", "Emma"))
        .isInstanceOfSatisfying(
            TierException.class, e -> assertThat(e.kind()).isEqualTo(TierException.Kind.REJECTED))
        .hasMessage(
            "localhost:%d refuses the command SET; the tier needs it, so allow it to this user or"
                    .formatted(server.port())
                + " do not rename it");
  }

  @Test
  void operations_keysOfOthers_areRefused() {
    ByteTier others =
        tiers.open(
            "office", Map.of("uri", server.uri(), "username", "shop", "password", "swordfish"));

    assertThatThrownBy(() -> others.get("a"))
        .isInstanceOfSatisfying(
            TierException.class, e -> assertThat(e.kind()).isEqualTo(TierException.Kind.REJECTED))
        .hasMessage(
            "localhost:%d gives this user no right to the keys of this cache (NOPERM)"
                .formatted(server.port()));
  }

  @Test
  void connect_credentialsProvider_isAskedAtEachConnection() {
    AtomicInteger asked = new AtomicInteger();
    AtomicReference<String> token = new AtomicReference<>("first");
    RedisCredentialsProvider provider =
        RedisCredentialsProvider.from(
            () -> {
              asked.incrementAndGet();
              return RedisCredentials.just("token", token.get());
            });
    Map<String, ?> options = Map.of("uri", server.uri(), "credentials-provider", provider);
    ByteTier books = tiers.open("books", options);
    put(books, "a", "Emma");
    assertThat(find(tiers.open("others", options), "a")).isNull();
    int before = asked.get();

    server.ask("ACL", "SETUSER", "token", "resetpass", ">second");
    token.set("second");
    server.ask("CLIENT", "KILL", "USER", "token");

    await().ignoreExceptions().until(() -> "Emma".equals(find(books, "a")));
    assertThat(asked.get()).isGreaterThan(before);
  }

  @Test
  void connect_credentialsProviderFails_saysSoAndTriesAgain() {
    AtomicInteger asked = new AtomicInteger();
    RedisCredentialsProvider provider =
        RedisCredentialsProvider.from(
            () -> {
              if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("no token today");
              }
              return RedisCredentials.just("shop", "swordfish");
            });
    ByteTier books =
        tiers.open("shop:late", Map.of("uri", server.uri(), "credentials-provider", provider));

    assertThatThrownBy(() -> books.get("a"))
        .isInstanceOfSatisfying(
            TierException.class,
            e -> assertThat(e.kind()).isEqualTo(TierException.Kind.UNAVAILABLE))
        .hasStackTraceContaining("no token today");
    await().ignoreExceptions().until(() -> find(books, "a") == null);
  }
}
