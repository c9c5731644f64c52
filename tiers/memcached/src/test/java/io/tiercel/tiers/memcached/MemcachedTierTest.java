package io.tiercel.tiers.memcached;

import static io.tiercel.tiers.testkit.OpenTiers.PATIENT;
import static io.tiercel.tiers.testkit.OpenTiers.all;
import static io.tiercel.tiers.testkit.OpenTiers.entry;
import static io.tiercel.tiers.testkit.OpenTiers.find;
import static io.tiercel.tiers.testkit.OpenTiers.put;
import static io.tiercel.tiers.testkit.OpenTiers.putIfAbsent;
import static io.tiercel.tiers.testkit.OpenTiers.replace;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.testkit.OpenTiers;
import io.tiercel.tiers.testkit.server.MemcachedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lies in Memcached, and what becomes of entries when it is not there any more. */
class MemcachedTierTest {
  private static MemcachedServer server;

  private final OpenTiers tiers = new OpenTiers(new MemcachedTierFactory(), PATIENT);
  private ByteTier books;
  private ByteTier other;
  private int looks;

  @BeforeAll
  static void start() {
    server = MemcachedServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    books = tiers.open("books", Map.of("uri", server.uri()));
    other = tiers.open("books", Map.of("uri", server.uri(), "timeout", "11s"));
  }

  @AfterEach
  void close() {
    tiers.close();
    server.say("flush_all");
  }

  private static List<String> keys(MemcachedServer of) {
    return of.keys().stream().map(key -> URLDecoder.decode(key, UTF_8)).toList();
  }

  private static String keyOf(String name) {
    return keys(server).stream().filter(key -> key.endsWith(":" + name)).findFirst().orElseThrow();
  }

  @Test
  void write_entry_isAnItemOfItsGeneration() {
    put(books, "moby-dick", "Ishmael");

    assertThat(server.say("get books::generation")).containsPattern("\n[A-Za-z0-9_-]{20}\r");
    assertThat(keyOf("moby-dick")).matches("books:[A-Za-z0-9_-]{20}:moby-dick");
    assertThat(server.say("get " + keyOf("moby-dick"))).contains("Ishmael");
  }

  // ---- deadlines

  private long secondsLeft(Duration life) {
    byte[] bytes = "x".getBytes(ISO_8859_1);
    long deadline = InstantSource.system().millis() + life.toMillis();
    books.write("due", ByteEntry.toWrite(bytes, deadline), Condition.always());
    return Long.parseLong(server.say("mg " + keyOf("due") + " t").replaceAll("HD t", ""));
  }

  @Test
  void write_deadline_isRoundedUpAndAbsoluteBeyond30Days() {
    long month = Duration.ofDays(30).toSeconds();

    assertThat(secondsLeft(Duration.ofSeconds(100))).isBetween(95L, 102L);
    assertThat(secondsLeft(Duration.ofDays(30).minusSeconds(1))).isBetween(month - 5, month + 1);
    assertThat(secondsLeft(Duration.ofDays(30).plusSeconds(1))).isBetween(month - 5, month + 4);
    assertThat(secondsLeft(Duration.ofDays(400))).isGreaterThan(399 * 24 * 3600L);
    put(books, "due", "for ever");
    assertThat(server.say("mg " + keyOf("due") + " t")).isEqualTo("HD t-1");
  }

  // ---- sizes

  @Test
  void write_tooLarge_isRefusedBeforeItIsSent() {
    byte[] large = new byte[1_047_553];
    put(books, "a", "Emma");

    assertThatThrownBy(
            () -> books.write("a", ByteEntry.toWrite(large, Entry.NEVER), Condition.always()))
        .isInstanceOfSatisfying(
            TierException.class, e -> assertThat(e.kind()).isEqualTo(TierException.Kind.REJECTED))
        .hasMessage("a value must be <= 1047552 bytes but has 1047553 (option max-value-bytes)");
    assertThat(find(books, "a")).isEqualTo("Emma");
  }

  @Test
  void write_largestValueUnderTheLongestName_isStored() {
    String name = "n".repeat(128);
    byte[] largest = new byte[1_047_552];
    largest[1_000_000] = 7;

    books.write(name, ByteEntry.toWrite(largest, Entry.NEVER), Condition.always());

    assertThat(books.get(name).bytes()).isEqualTo(largest);
  }

  @Test
  void write_largerThanTheServerTakes_saysWhatToSetAndLeavesNothingOld() {
    try (MemcachedServer small = MemcachedServer.setup().with("-I", "512k").start()) {
      ByteTier tier = tiers.open("books", Map.of("uri", small.uri()));
      put(tier, "a", "Emma");

      assertThatThrownBy(() -> put(tier, "a", "x".repeat(700_000)))
          .isInstanceOfSatisfying(
              TierException.class, e -> assertThat(e.kind()).isEqualTo(TierException.Kind.REJECTED))
          .hasMessage(
              "localhost:%d takes no value as large as this; lower option max-value-bytes, or start"
                      .formatted(small.port())
                  + " it with a larger -I");
      assertThat(find(tier, "a")).isNull();
      put(tier, "a", "Ulysses");
      assertThat(find(tier, "a")).isEqualTo("Ulysses");
    }
  }

  @Test
  void write_serverTakesMore_isStored() {
    try (MemcachedServer big = MemcachedServer.setup().with("-I", "8m", "-m", "64").start()) {
      ByteTier tier = tiers.open("books", Map.of("uri", big.uri(), "max-value-bytes", "7MB"));

      put(tier, "a", "x".repeat(6 << 20));

      assertThat(find(tier, "a")).hasSize(6 << 20);
    }
  }

  @Test
  void write_noRoomLeft_dropsOldEntriesAndStaysRight() {
    try (MemcachedServer full = MemcachedServer.setup().with("-m", "2").start()) {
      ByteTier tier = tiers.open("books", Map.of("uri", full.uri()));
      String content = "x".repeat(1_000);

      IntStream.range(0, 8_000).forEach(i -> put(tier, "k" + i, content + i));

      Map<String, String> left = all(tier);
      assertThat(left.size()).isBetween(1, 7_000);
      assertThat(left)
          .allSatisfy((name, text) -> assertThat(text).isEqualTo(content + name.substring(1)));
    }
  }

  // ---- conditions

  @Test
  void remove_ifUnchanged_leavesNothingBehind() {
    put(books, "a", "Emma");
    String key = keyOf("a");

    assertThat(books.remove("a", Condition.ifUnchanged(books.get("a")))).isTrue();

    assertThat(server.say("mg " + key + " t")).isEqualTo("EN");
    assertThat(books.remove("a", Condition.always())).isFalse();
    assertThat(putIfAbsent(other, "a", "Ulysses").isCommitted()).isTrue();
  }

  // ---- generations

  @Test
  void write_afterAnothersClear_isSeenByEveryone() {
    put(books, "a", "Emma");
    assertThat(find(other, "a")).isEqualTo("Emma");

    other.clear();
    put(other, "a", "Ulysses");
    put(books, "a", "Hamlet");

    assertThat(find(other, "a")).isEqualTo("Hamlet");
    other.clear();
    assertThat(putIfAbsent(other, "a", "Faust").isCommitted()).isTrue();
    assertThat(putIfAbsent(books, "a", "Emma").isCommitted()).isFalse();
    assertThat(books.remove("a", Condition.always())).isTrue();
    assertThat(find(other, "a")).isNull();
  }

  @Test
  void get_generationWasEvicted_isAMissAndNothingOldComesBack() {
    put(books, "a", "Emma");
    ByteEntry seen = books.get("a");
    server.say("delete books::generation");

    assertThat(find(books, "a")).isNull();
    assertThat(all(other)).isEmpty();
    assertThat(books.remove("a", Condition.always())).isFalse();
    assertThat(replace(books, "a", seen, "Ulysses").isCommitted()).isFalse();
    put(other, "b", "Hamlet");

    assertThat(find(books, "a")).isNull();
    assertThat(replace(books, "a", seen, "Ulysses").isCommitted()).isFalse();
    assertThat(books.remove("a", Condition.ifUnchanged(seen))).isFalse();
    assertThat(putIfAbsent(books, "a", "Faust").isCommitted()).isTrue();
    assertThat(all(other)).isEqualTo(Map.of("a", "Faust", "b", "Hamlet"));
  }

  @Test
  void operations_generationIsNotOurs_beginAnother() {
    put(books, "a", "Emma");
    server.say("set books::generation 0 0 1\r\n1");

    assertThat(find(books, "a")).isNull();
    put(books, "a", "Ulysses");

    assertThat(find(other, "a")).isEqualTo("Ulysses");
  }

  @Test
  void operations_everythingWasFlushed_missAndGoOn() {
    put(books, "a", "Emma");
    server.say("flush_all");

    assertThat(find(books, "a")).isNull();
    put(books, "a", "Ulysses");
    assertThat(find(other, "a")).isEqualTo("Ulysses");
  }

  @Test
  void write_nothingIsKept_failsInsteadOfTryingForEver() {
    try (MemcachedServer forgetful = MemcachedServer.start();
        Forgetting forgetting = new Forgetting(forgetful)) {
      ByteTier tier = tiers.open("books", Map.of("uri", forgetful.uri()));

      forgetting.await();
      IntStream.range(0, 200).forEach(i -> assertThat(writes(tier)).isTrue());
    }
  }

  /** It may find that nothing is kept, but neither hangs nor fails otherwise. */
  private static boolean writes(ByteTier tier) {
    try {
      put(tier, "a", "Emma");
      return true;
    } catch (TierException e) {
      return e.kind() == TierException.Kind.REJECTED;
    }
  }

  /** Deletes the generation all the time. */
  private static final class Forgetting implements AutoCloseable {
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final CompletableFuture<Void> worker;
    private volatile boolean done;

    Forgetting(MemcachedServer server) {
      worker =
          CompletableFuture.runAsync(
              () -> {
                while (!done) {
                  server.say("delete books::generation");
                  first.complete(null);
                }
              });
    }

    void await() {
      first.join();
    }

    @Override
    public void close() {
      done = true;
      worker.join();
    }
  }

  // ---- walking

  @Test
  void scan_othersEntriesAndOldGenerations_areLeftOut() {
    ByteTier films = tiers.open("films", Map.of("uri", server.uri()));
    put(films, "a", "Metropolis");
    put(books, "old", "Emma");
    books.clear();
    put(books, "new", "Ulysses");

    assertThat(keys(server)).hasSize(5);
    assertThat(all(other)).isEqualTo(Map.of("new", "Ulysses"));
    assertThat(all(films)).isEqualTo(Map.of("a", "Metropolis"));
  }

  @Test
  void scan_nodeListsKeysForAnother_waitsForItsTurn() throws IOException {
    String end = "x".repeat(100);
    Map<String, ByteEntry> many =
        IntStream.range(0, 40_000)
            .boxed()
            .collect(Collectors.toMap(i -> "k" + i + end, i -> entry("v")));
    books.writeAll(many);
    CompletableFuture<Integer> walk;
    try (Socket slow = new Socket()) {
      slow.setReceiveBufferSize(4_096);
      assertThat(beginsDump(slow)).isEqualTo('k');
      walk = CompletableFuture.supplyAsync(() -> all(other).size());
      try (Socket second = new Socket()) {
        assertThat(beginsDump(second)).as("BUSY").isEqualTo('B');
      }
      assertThat(walk).isNotDone();
    }

    assertThat(walk.join()).isEqualTo(40_000);
  }

  /** Asks for a list of all keys, and reads no more than the first byte of it. */
  private static int beginsDump(Socket socket) throws IOException {
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
    socket.getOutputStream().write("lru_crawler metadump all\r\n".getBytes(ISO_8859_1));
    return socket.getInputStream().read();
  }

  @Test
  void scan_nodeListsNoKeys_saysWhatToSet() {
    try (MemcachedServer silent = MemcachedServer.setup().with("-X").start()) {
      ByteTier tier = tiers.open("books", Map.of("uri", silent.uri()));
      put(tier, "a", "Emma");

      assertThatThrownBy(() -> all(tier))
          .isInstanceOf(TierException.class)
          .hasMessage(
              "localhost:%d does not list its keys (lru_crawler metadump), which walking over"
                      .formatted(silent.port())
                  + " entries needs; start it without -X and with its crawler");
    }
  }

  // ---- closing and sharing

  @Test
  void open_equalEndpoints_shareTheirConnections() {
    ByteTier films = tiers.open("films", Map.of("uri", server.uri()));
    put(books, "a", "Emma");
    long before = connections();

    put(films, "a", "Metropolis");

    assertThat(connections()).isEqualTo(before);
    books.close();
    assertThat(find(films, "a")).isEqualTo("Metropolis");
    assertThatThrownBy(() -> books.get("a"))
        .isInstanceOf(TierException.class)
        .hasMessage("this memcached tier is closed");
  }

  /** How many there were until now, but for those that asked. */
  private long connections() {
    looks++;
    String statistics = server.say("stats");
    return Long.parseLong(statistics.replaceAll("(?s).*STAT total_connections (\\d+).*", "$1"))
        - looks;
  }
}
