package io.tiercel.tiers.memcached;

import static io.tiercel.tiers.testkit.OpenTiers.PATIENT;
import static io.tiercel.tiers.testkit.OpenTiers.find;
import static io.tiercel.tiers.testkit.OpenTiers.put;
import static io.tiercel.tiers.testkit.OpenTiers.putIfAbsent;
import static io.tiercel.tiers.testkit.OpenTiers.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.testkit.OpenTiers;
import io.tiercel.tiers.testkit.server.MemcachedServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemcachedLoginTest {
  private static MemcachedServer server;

  private final OpenTiers tiers = new OpenTiers(new MemcachedTierFactory(), PATIENT);

  @BeforeAll
  static void start() {
    server = MemcachedServer.setup().user("shop", "swordfish").start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void close() {
    tiers.close();
  }

  private ByteTier open(String password) {
    return tiers.open(
        "books", Map.of("uri", server.uri(), "username", "shop", "password", password));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  void operations_rightLogin_areCarriedOut(String host) {
    ByteTier books =
        tiers.open(
            "books-" + host,
            Map.of("uri", "memcached://shop:sword%66ish@" + host + ":" + server.port()));

    put(books, "a", "Emma");
    assertThat(find(books, "a")).isEqualTo("Emma");
    assertThat(putIfAbsent(books, "a", "x").isCommitted()).isFalse();
    assertThat(putIfAbsent(books, "b", "Hamlet").isCommitted()).isTrue();
    assertThat(replace(books, "a", books.get("a"), "Ulysses").isCommitted()).isTrue();
    assertThat(books.getAll(List.of("a", "b", "x"))).containsOnlyKeys("a", "b");
    var seen = books.get("a");
    put(books, "a", "Faust");
    assertThat(replace(books, "a", seen, "x").isCommitted()).isFalse();
    assertThat(books.remove("a", Condition.ifUnchanged(seen))).isFalse();
    assertThat(books.remove("a", Condition.ifUnchanged(books.get("a")))).isTrue();
    assertThat(find(books, "a")).isNull();
    assertThat(books.remove("b", Condition.always())).isTrue();
    assertThat(books.remove("b", Condition.always())).isFalse();
    books.writeAll(Map.of("c", OpenTiers.entry("x"), "d", OpenTiers.entry("y")));
    books.clear();
    assertThat(books.getAll(List.of("c", "d"))).isEmpty();
  }

  @Test
  void write_tooLargeForTheServer_isRefusedWithTheReason() {
    ByteTier books =
        tiers.open(
            "books",
            Map.of(
                "uri", server.uri(),
                "username", "shop",
                "password", "swordfish",
                "max-value-bytes", "4MB"));

    assertThatThrownBy(() -> put(books, "a", "x".repeat(2 << 20)))
        .isInstanceOfSatisfying(
            TierException.class, e -> assertThat(e.kind()).isEqualTo(TierException.Kind.REJECTED))
        .hasMessageContaining("takes no value as large as this");
    put(books, "a", "Emma");
    assertThat(find(books, "a")).isEqualTo("Emma");
  }

  @Test
  void scan_login_isRefusedWithTheReason() {
    assertThatThrownBy(() -> open("swordfish").scan())
        .isInstanceOfSatisfying(
            TierException.class, e -> assertThat(e.kind()).isEqualTo(TierException.Kind.REJECTED))
        .hasMessage(
            "entries cannot be walked over behind a login: Memcached lists its keys only in its"
                + " text protocol, which SASL excludes");
  }

  @Test
  void get_wrongPassword_saysWhatToSetAndNoSecret() {
    assertMisconfigured(
        open("hunter2"), server, " wants another login; see options username and password");
  }

  @Test
  void get_serverTakesNoLogin_saysWhatToSet() {
    try (MemcachedServer free = MemcachedServer.start()) {
      ByteTier books =
          tiers.open("books", Map.of("uri", free.uri(), "username", "shop", "password", "hunter2"));

      assertMisconfigured(
          books,
          free,
          " takes no login by SASL; start it with -S, or do without options username and"
              + " password");
    }
  }

  private static void assertMisconfigured(ByteTier books, MemcachedServer of, String message) {
    assertThatThrownBy(() -> books.get("a"))
        .isInstanceOfSatisfying(
            TierException.class,
            e -> assertThat(e.kind()).isEqualTo(TierException.Kind.MISCONFIGURED))
        .hasMessage("localhost:" + of.port() + message)
        .satisfies(e -> assertThat(trace(e)).doesNotContain("hunter2"));
  }

  private static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  @Test
  void get_noLoginWhereOneIsWanted_saysWhatMayBeWrong() {
    ByteTier books = tiers.open("books", Map.of("uri", server.uri(), "timeout", "2s"));

    assertThatThrownBy(() -> books.get("a"))
        .isInstanceOf(TierException.class)
        .hasMessage(
            "localhost:%d broke the connection before it answered; if it always does, it may want"
                    .formatted(server.port())
                + " a login (options username and password)");
  }
}
