package io.tiercel.tiers.memcached;

import static io.tiercel.tiers.spi.TierException.Kind.TIMEOUT;
import static io.tiercel.tiers.spi.TierException.Kind.UNAVAILABLE;
import static io.tiercel.tiers.testkit.OpenTiers.PATIENT;
import static io.tiercel.tiers.testkit.OpenTiers.find;
import static io.tiercel.tiers.testkit.OpenTiers.put;
import static io.tiercel.tiers.testkit.OpenTiers.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.testkit.OpenTiers;
import io.tiercel.tiers.testkit.server.MemcachedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of operations while a node is away, slow, or someone else. */
class MemcachedOutageTest {
  private final OpenTiers tiers = new OpenTiers(new MemcachedTierFactory(), PATIENT);
  private MemcachedServer server;
  private MemcachedServer second;

  @BeforeEach
  void start() {
    server = MemcachedServer.start();
    second = MemcachedServer.start();
  }

  @AfterEach
  void stop() {
    tiers.close();
    server.close();
    second.close();
  }

  private ByteTier open(String timeout) {
    return tiers.open("books", Map.of("uri", server.uri(), "timeout", timeout));
  }

  private ByteTier openBoth() {
    String uri = server.uri() + "," + second.address();
    return tiers.open("books", Map.of("uri", uri, "timeout", "10s"));
  }

  private static TierException failure(Runnable operation) {
    return catchThrowableOfType(TierException.class, operation::run);
  }

  private static void awaitBack(ByteTier tier, String name) {
    await()
        .ignoreExceptions()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              tier.get(name);
              return true;
            });
  }

  @Test
  void operations_nodeDoesNotAnswer_timeOutAndGoOnAfterwards() {
    ByteTier books = open("200ms");
    awaitBack(books, "a");
    put(open("10s"), "a", "Emma");
    ByteEntry seen = open("10s").get("a");
    server.pause();

    try {
      TierException first = failure(() -> books.get("a"));
      assertThat(first.kind()).isEqualTo(TIMEOUT);
      assertThat(first)
          .hasMessage(
              "localhost:%d did not answer within 200ms (option timeout)".formatted(server.port()));
      for (Runnable operation :
          List.<Runnable>of(
              () -> put(books, "a", "x"),
              () -> replace(books, "a", seen, "x"),
              () -> books.remove("a", Condition.always()),
              () -> books.getAll(List.of("a", "b")),
              () -> books.writeAll(Map.of("a", seen, "b", seen)),
              () -> OpenTiers.all(books),
              books::clear)) {
        long start = System.nanoTime();
        assertThat(failure(operation).kind()).isIn(TIMEOUT, UNAVAILABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
      }
    } finally {
      server.resume();
    }
    awaitBack(books, "a");
    put(books, "a", "Ulysses");
    assertThat(find(books, "a")).isEqualTo("Ulysses");
  }

  @Test
  void operations_nodeStaysSilent_connectsAnew() {
    ByteTier books = open("50ms");
    awaitBack(books, "a");
    server.pause();

    try {
      await()
          .pollInterval(Duration.ofMillis(5))
          .atMost(Duration.ofSeconds(60))
          .until(() -> failure(() -> books.get("a")).getMessage().endsWith(" is not connected"));
    } finally {
      server.resume();
    }
    awaitBack(books, "a");
  }

  @Test
  void operations_nodeIsGone_failAtOnceAndFindNothingOldAfterwards() {
    ByteTier books = open("10s");
    put(books, "a", "Emma");
    ByteEntry seen = books.get("a");
    server.kill();
    await().until(() -> failure(() -> books.get("a")) != null);

    long start = System.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      assertThat(failure(() -> books.get("a")).kind()).isEqualTo(UNAVAILABLE);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("1000 operations")
        .isLessThan(Duration.ofSeconds(9));

    server.restart();
    awaitBack(books, "a");
    assertThat(find(books, "a")).isNull();
    assertThat(replace(books, "a", seen, "x").isCommitted()).isFalse();
    put(books, "a", "Ulysses");
    assertThat(replace(books, "a", seen, "x").isCommitted())
        .as("a node counts its writes from the start again")
        .isFalse();
    assertThat(find(books, "a")).isEqualTo("Ulysses");
  }

  @Test
  void operations_nodeWasNeverThere_failFastAndGoOnWhenItComes() {
    ByteTier books = open("10s");
    server.kill();

    TierException first = failure(() -> books.get("a"));
    long start = System.nanoTime();
    IntStream.range(0, 1_000).forEach(i -> failure(() -> books.get("a")));

    assertThat(first.kind()).isEqualTo(UNAVAILABLE);
    assertThat(first)
        .hasMessage(
            "localhost:%d cannot be reached (option connect-timeout is 20s)"
                .formatted(server.port()));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
    server.restart();
    awaitBack(books, "a");
  }

  @Test
  void get_hostIsNotKnown_isToldSo() {
    ByteTier books = tiers.open("books", Map.of("uri", "memcached://nowhere.invalid"));

    TierException failure = failure(() -> books.get("a"));

    assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
    assertThat(failure)
        .hasMessage("nowhere.invalid:11211 cannot be reached: its host name is not known");
  }

  @Test
  void get_nobodyAnswers_failsWithinTheLimit() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      ByteTier books =
          tiers.open(
              "books",
              Map.of("uri", "memcached://localhost:" + silent.getLocalPort(), "timeout", "100ms"));

      long start = System.nanoTime();
      TierException failure = failure(() -> books.get("a"));

      assertThat(failure.kind()).isEqualTo(TIMEOUT);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
    }
  }

  @Test
  void get_interruptedCaller_spoilsNothingForOthers() {
    ByteTier books = open("10s");

    Thread.currentThread().interrupt();
    TierException failure = failure(() -> books.get("a"));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure).hasMessageStartingWith("interrupted while waiting for an answer of ");
    put(books, "a", "Emma");
    assertThat(find(books, "a")).isEqualTo("Emma");
  }

  // ---- several nodes

  private static String nameOn(MemcachedServer node, ByteTier books) {
    for (int i = 0; i < 1_000; i++) {
      String name = "k" + i;
      put(books, name, "Emma");
      if (node.keys().stream().anyMatch(key -> key.endsWith("%3A" + name))) {
        return name;
      }
    }
    throw new AssertionError("no name on " + node.address());
  }

  @Test
  void operations_oneNodeIsGone_failForItsNamesAndMoveNothing() {
    ByteTier books = openBoth();
    String here = nameOn(server, books);
    String there = nameOn(second, books);
    server.kill();
    await().until(() -> failure(() -> put(books, here, "lost")) != null);

    IntStream.range(0, 100).forEach(i -> failure(() -> put(books, here, "lost")));
    assertThat(failure(() -> books.get(here)).kind()).isEqualTo(UNAVAILABLE);
    assertThat(failure(() -> books.getAll(List.of(here, there)))).isNotNull();
    assertThat(failure(books::clear)).hasMessageContaining(server.address());
    put(books, there, "Ulysses");

    assertThat(find(books, there)).isEqualTo("Ulysses");
    assertThat(second.keys()).noneMatch(key -> key.endsWith("%3A" + here));
    server.restart();
    awaitBack(books, here);
    assertThat(find(books, here)).isNull();
    assertThat(find(books, there)).isEqualTo("Ulysses");
  }

  @Test
  void clear_oneNodeIsGone_clearsTheOthersAndSaysWhichIsNot() {
    ByteTier books = openBoth();
    String there = nameOn(second, books);
    server.kill();
    await().until(() -> failure(books::clear) != null);
    put(books, there, "Emma");

    TierException failure = failure(books::clear);

    assertThat(failure).hasMessageStartingWith(server.address());
    assertThat(find(books, there)).isNull();
  }
}
