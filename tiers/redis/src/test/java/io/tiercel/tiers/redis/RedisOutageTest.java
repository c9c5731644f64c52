package io.tiercel.tiers.redis;

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
import io.tiercel.tiers.testkit.server.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of operations while the server is away, slow, or someone else. */
class RedisOutageTest {
  private final OpenTiers tiers = new OpenTiers(new RedisTierFactory(), PATIENT);
  private RedisServer server;

  @BeforeEach
  void start() {
    server = RedisServer.start();
  }

  @AfterEach
  void stop() {
    tiers.close();
    server.close();
  }

  private ByteTier open(String timeout) {
    return tiers.open("books", Map.of("uri", server.uri(), "timeout", timeout));
  }

  private static TierException failure(Runnable operation) {
    return catchThrowableOfType(TierException.class, operation::run);
  }

  private static void awaitBack(ByteTier tier) {
    await()
        .ignoreExceptions()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              put(tier, "back", "again");
              return "again".equals(find(tier, "back"));
            });
  }

  @Test
  void operations_serverDoesNotAnswer_timeOutAndGoOnAfterwards() {
    ByteTier patient = open("10s");
    put(patient, "a", "Emma");
    ByteEntry seen = patient.get("a");
    ByteTier books = open("1s");
    awaitBack(books);
    server.pause();

    try {
      TierException first = failure(() -> books.get("a"));
      assertThat(first.kind()).isEqualTo(TIMEOUT);
      assertThat(first)
          .hasMessage(
              "localhost:%d did not answer within 1s (option timeout)".formatted(server.port()));
      for (Runnable operation :
          List.<Runnable>of(
              () -> books.get("a"),
              () -> put(books, "a", "x"),
              () -> replace(books, "a", seen, "x"),
              () -> books.remove("a", Condition.always()),
              () -> books.getAll(List.of("a", "b")),
              () -> books.writeAll(Map.of("a", seen, "b", seen)),
              books::clear)) {
        long start = System.nanoTime();
        TierException failure = failure(operation);
        assertThat(failure.kind()).isIn(TIMEOUT, UNAVAILABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
      }
    } finally {
      server.resume();
    }
    awaitBack(books);
  }

  @Test
  void operations_serverStaysSilent_connectsAnew() {
    ByteTier books = open("100ms");
    awaitBack(books);
    server.pause();

    try {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> failure(() -> books.get("a")).getMessage().endsWith(" is not connected"));
    } finally {
      server.resume();
    }
    awaitBack(books);
  }

  @Test
  void operations_serverIsGone_failAtOnceAndGoOnAfterwards() {
    ByteTier books = open("10s");
    put(books, "a", "Emma");
    server.kill();
    await().until(() -> failure(() -> books.get("a")) != null);

    long start = System.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      TierException failure = failure(() -> books.get("a"));
      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure).hasMessage("localhost:%d is not connected".formatted(server.port()));
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("1000 operations")
        .isLessThan(Duration.ofSeconds(9));
    assertThat(failure(() -> books.getAll(List.of("a", "b"))).kind()).isEqualTo(UNAVAILABLE);
    assertThat(failure(books::clear).kind()).isEqualTo(UNAVAILABLE);

    server.restart();
    awaitBack(books);
    assertThat(find(books, "a")).as("nothing comes back").isNull();
  }

  @Test
  void write_connectionBreaksBeforeTheAnswer_mayHaveHappenedAndIsNotRepeated() {
    ByteTier books = open("20s");
    find(books, "a");
    server.ask("CLIENT", "PAUSE", "60000", "WRITE");
    CompletableFuture<TierException> write =
        CompletableFuture.supplyAsync(() -> failure(() -> put(books, "a", "Ulysses")));
    await().until(() -> server.say("CLIENT", "LIST").matches("(?s).*name=tiercel .* cmd=set .*"));

    server.kill();

    assertThat(write.join().kind()).isEqualTo(TIMEOUT);
    assertThat(write.join())
        .hasMessage(
            "localhost:%d broke the connection before it answered".formatted(server.port()));
    server.restart();
    awaitBack(books);
    assertThat(find(books, "a")).isNull();
  }

  @Test
  void operations_serverWasNeverThere_failFastAndGoOnWhenItComes() {
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
    awaitBack(books);
  }

  @Test
  void operations_connectingKeepsFailing_doNotKnockAllTheTime() throws Exception {
    AtomicInteger knocks = new AtomicInteger();
    CompletableFuture<Void> doorman;
    long start = System.nanoTime();
    long seconds;
    try (ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      doorman = CompletableFuture.runAsync(() -> turnAway(door, knocks));
      ByteTier books =
          tiers.open("books", Map.of("uri", "redis://localhost:" + door.getLocalPort()));
      CountDownLatch done = new CountDownLatch(8);
      AtomicBoolean over = new AtomicBoolean();
      for (int i = 0; i < 8; i++) {
        new Thread(
                () -> {
                  while (!over.get()) {
                    failure(() -> books.get("a"));
                  }
                  done.countDown();
                })
            .start();
      }
      long second = Duration.ofSeconds(1).toNanos();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> knocks.get() >= 2 && System.nanoTime() - start > second);
      over.set(true);
      done.await();
      seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    }

    doorman.get();
    assertThat(knocks.get()).isBetween(2, (int) (20 * seconds));
  }

  private static void turnAway(ServerSocket door, AtomicInteger knocks) {
    try {
      while (true) {
        door.accept().close();
        knocks.incrementAndGet();
      }
    } catch (IOException closed) {
      assertThat(door.isClosed()).isTrue();
    }
  }

  @Test
  void get_nobodyAnswersAtConnecting_failsWithinTheLimit() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      ByteTier books =
          tiers.open(
              "books",
              Map.of(
                  "uri",
                  "redis://localhost:" + silent.getLocalPort(),
                  "connect-timeout",
                  "300ms",
                  "timeout",
                  "100ms"));

      long start = System.nanoTime();
      TierException failure = failure(() -> books.get("a"));

      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure)
          .hasMessageContaining("cannot be reached (option connect-timeout is 300ms)");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(9));
    }
  }

  @Test
  void write_serverBecameAReplica_isUnavailableUntilItIsAMasterAgain() {
    ByteTier books = open("10s");
    put(books, "a", "Emma");
    try (RedisServer other = RedisServer.start()) {
      server.ask("REPLICAOF", "127.0.0.1", String.valueOf(other.port()));

      TierException failure = failure(() -> put(books, "a", "Ulysses"));

      assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
      assertThat(failure)
          .hasMessage(
              "localhost:%d is a replica and takes no writes (READONLY)".formatted(server.port()));
      server.ask("REPLICAOF", "NO", "ONE");
      awaitBack(books);
    }
  }

  @Test
  void scan_serverIsRestartedInBetween_meetsWhatIsThere() {
    ByteTier books = open("10s");
    IntStream.range(0, 3_000).forEach(i -> put(books, "before" + i, "x"));
    var walk = books.scan();
    walk.next();
    server.kill();
    server.restart();
    awaitBack(books);
    IntStream.range(0, 3_000).forEach(i -> put(books, "after" + i, "x"));

    Set<String> met = new HashSet<>();
    walk.forEachRemaining(entry -> met.add(entry.getKey()));

    assertThat(met)
        .contains(IntStream.range(0, 3_000).mapToObj(i -> "after" + i).toArray(String[]::new));
  }
}
