package io.tiercel.tiers.redis;

import static io.tiercel.tiers.testkit.OpenTiers.PATIENT;
import static io.tiercel.tiers.testkit.OpenTiers.all;
import static io.tiercel.tiers.testkit.OpenTiers.entry;
import static io.tiercel.tiers.testkit.OpenTiers.find;
import static io.tiercel.tiers.testkit.OpenTiers.put;
import static io.tiercel.tiers.testkit.OpenTiers.putIfAbsent;
import static io.tiercel.tiers.testkit.OpenTiers.replace;
import static io.tiercel.tiers.testkit.OpenTiers.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.testkit.OpenTiers;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisTierTest {
  private static final InstantSource CLOCK = InstantSource.system();

  private static RedisServer server;
  private static OpenTiers tiers;
  private static ByteTier books;

  @BeforeAll
  static void start() {
    server = RedisServer.start();
    tiers = new OpenTiers(new RedisTierFactory(), PATIENT);
    books = open("shop:books");
  }

  @AfterAll
  static void stop() {
    tiers.close();
    server.close();
  }

  private static ByteTier open(String namespace) {
    return tiers.open(namespace, Map.of("uri", server.uri()));
  }

  @BeforeEach
  @AfterEach
  void empty() {
    server.ask("CONFIG", "SET", "maxmemory", "0");
    server.ask("FLUSHALL");
  }

  // ---- what lies in Redis

  @Test
  void write_entry_liesUnderAReadableKeyBehindAToken() {
    put(books, "emma", "content");

    assertThat(server.say("KEYS", "*")).isEqualTo("shop:books::emma");
    assertThat(server.say("GET", "shop:books::emma")).hasSize(8 + 7).endsWith("content");
  }

  @Test
  void write_sameContentTwice_hasAnotherToken() {
    put(books, "emma", "content");
    String first = server.say("GET", "shop:books::emma");
    put(books, "emma", "content");

    assertThat(server.say("GET", "shop:books::emma")).isNotEqualTo(first);
  }

  @Test
  void open_namespacesThatCouldBeMistaken_areKeptApart() {
    List<String> namespaces = List.of("a", "a:", "a::", "a::b", "~a%3A", "~a", "a%3A", "a:b", "~~");

    namespaces.forEach(namespace -> put(open(namespace), "b::c", "of " + namespace));

    assertThat(namespaces)
        .allSatisfy(
            namespace ->
                assertThat(all(open(namespace))).isEqualTo(Map.of("b::c", "of " + namespace)));
  }

  @Test
  void write_deadline_setsTheLifeThatIsLeftInMilliseconds() {
    put(books, "c", "before");
    ByteEntry seen = books.get("c");
    ByteEntry due = ByteEntry.toWrite(new byte[1], CLOCK.millis() + 60_000);

    books.write("a", due, Condition.always());
    books.write("b", due, Condition.ifAbsent());
    books.write("c", due, Condition.ifUnchanged(seen));
    books.writeAll(Map.of("d", due));

    for (String name : List.of("a", "b", "c", "d")) {
      long left = Long.parseLong(server.say("PTTL", "shop:books::" + name));
      assertThat(left).as(name).isBetween(1L, 60_000L);
    }
  }

  @Test
  void write_lifeBelowASecond_endsWithinIt() {
    ByteEntry due = ByteEntry.toWrite(new byte[1], CLOCK.millis() + 30);
    ByteEntry past = ByteEntry.toWrite(new byte[1], CLOCK.millis() - 30);

    books.writeAll(Map.of("due", due, "past", past));

    long left = Long.parseLong(server.say("PTTL", "shop:books::due"));
    assertThat(left).as("milliseconds, not rounded up").isLessThanOrEqualTo(30);
    await().until(() -> books.getAll(List.of("due", "past")).isEmpty());
  }

  @Test
  void write_noDeadline_setsNoLifeAndTakesAFormerOneAway() {
    ByteEntry due = ByteEntry.toWrite(new byte[1], CLOCK.millis() + 60_000);
    ByteEntry farAway = ByteEntry.toWrite(new byte[1], Long.MAX_VALUE - 1);
    books.writeAll(Map.of("a", due, "b", due, "c", due));

    put(books, "a", "for ever");
    replace(books, "b", books.get("b"), "for ever");
    books.write("c", farAway, Condition.always());

    assertThat(server.say("PTTL", "shop:books::a")).isEqualTo("-1");
    assertThat(server.say("PTTL", "shop:books::b")).isEqualTo("-1");
    assertThat(server.say("PTTL", "shop:books::c")).isEqualTo("-1");
  }

  @Test
  void writeAll_withAndWithoutDeadline_givesEachItsOwnLife() {
    ByteEntry due = ByteEntry.toWrite(new byte[1], CLOCK.millis() + 60_000);
    books.writeAll(Map.of("a", due, "b", due));

    books.writeAll(Map.of("a", entry("for ever"), "b", due, "c", entry("for ever")));

    assertThat(server.say("PTTL", "shop:books::a")).isEqualTo("-1");
    assertThat(Long.parseLong(server.say("PTTL", "shop:books::b"))).isBetween(1L, 60_000L);
    assertThat(server.say("PTTL", "shop:books::c")).isEqualTo("-1");
    assertThat(find(books, "c")).isEqualTo("for ever");
  }

  @Test
  void writeAll_manyAndLarge_isCutToCommandsOfBoundedSize() {
    Map<String, ByteEntry> some = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      some.put("small" + i, entry("content " + i));
    }
    for (int i = 0; i < 5; i++) {
      some.put("large" + i, ByteEntry.toWrite(new byte[700_000], Entry.NEVER));
    }
    server.ask("CONFIG", "RESETSTAT");

    books.writeAll(some);

    assertThat(server.say("INFO", "commandstats"))
        .containsPattern("cmdstat_mset:calls=[3-8],")
        .doesNotContain("cmdstat_set:");
    assertThat(books.getAll(some.keySet())).hasSize(305);
    assertThat(find(books, "small299")).isEqualTo("content 299");
  }

  @Test
  void write_maxLife_capsTheLife() {
    ByteTier capped = tiers.open("capped", Map.of("uri", server.uri(), "max-life", "30s"));
    ByteEntry later = ByteEntry.toWrite(new byte[1], CLOCK.millis() + 3_600_000);
    ByteEntry sooner = ByteEntry.toWrite(new byte[1], CLOCK.millis() + 10_000);

    put(capped, "ever", "x");
    capped.write("later", later, Condition.always());
    capped.write("sooner", sooner, Condition.always());

    assertThat(Long.parseLong(server.say("PTTL", "capped::ever"))).isBetween(1L, 30_000L);
    assertThat(Long.parseLong(server.say("PTTL", "capped::later"))).isBetween(1L, 30_000L);
    assertThat(Long.parseLong(server.say("PTTL", "capped::sooner"))).isBetween(1L, 10_000L);
  }

  // ---- what others do

  @Test
  void clear_foreignKeys_areLeft() {
    server.ask("SET", "shop:books", "foreign");
    server.ask("SET", "shop:books:x", "foreign");
    server.ask("SET", "shop:booksellers::x", "foreign");
    server.ask("RPUSH", "queue", "foreign");
    put(books, "a", "Emma");

    books.clear();

    assertThat(server.say("KEYS", "shop:books::*")).isEmpty();
    assertThat(server.say("DBSIZE")).isEqualTo("4");
  }

  @Test
  void write_scriptsWereFlushed_commits() {
    put(books, "a", "0");
    replace(books, "a", books.get("a"), "1");
    server.ask("SCRIPT", "FLUSH");

    assertThat(replace(books, "a", books.get("a"), "2").isCommitted()).isTrue();
    server.ask("SCRIPT", "FLUSH");
    assertThat(books.remove("a", Condition.ifUnchanged(books.get("a")))).isTrue();
  }

  @Test
  void write_conditionFailed_tellsWhatIsThereInOneRoundTrip() {
    put(books, "a", "0");
    ByteEntry seen = books.get("a");
    put(books, "a", "1");
    long gets = server.calls("get");

    ByteEntry inTheWay = replace(books, "a", seen, "2").current();

    assertThat(OpenTiers.text(inTheWay)).isEqualTo("1");
    assertThat(server.calls("get")).as("within the script").isEqualTo(gets + 1);
    assertThat(replace(books, "a", inTheWay, "2").isCommitted()).isTrue();
  }

  @Test
  void exchangeAndTake_always_areOneCommandEach() {
    assertThat(books.exchange("a", entry("Emma"))).isNull();
    long sets = server.calls("set");
    long takes = server.calls("getdel");
    long reads = server.calls("get") + server.calls("evalsha");

    assertThat(text(books.exchange("a", entry("Ulysses")))).isEqualTo("Emma");
    assertThat(text(putIfAbsent(books, "a", "Hamlet").current())).isEqualTo("Ulysses");
    assertThat(text(books.take("a"))).isEqualTo("Ulysses");

    assertThat(server.calls("set") - sets).isEqualTo(2);
    assertThat(server.calls("getdel") - takes).isEqualTo(1);
    assertThat(server.calls("get") + server.calls("evalsha") - reads).isZero();
  }

  @Test
  void exchangeAndTake_somethingNoTierWrote_replaceIt() {
    server.ask("LPUSH", "shop:books::a", "x");
    assertThat(books.exchange("a", entry("Emma")).bytes()).isEmpty();
    assertThat(find(books, "a")).isEqualTo("Emma");

    server.ask("LPUSH", "shop:books::b", "x");
    assertThat(putIfAbsent(books, "b", "Emma").isCommitted()).isFalse();
    assertThat(books.take("b").bytes()).isEmpty();
    assertThat(server.say("EXISTS", "shop:books::b")).isEqualTo("0");
  }

  @Test
  void get_somethingNoTierWrote_isAnEntryThatAConditionalWriteReplaces() {
    List<String> planted = List.of("empty", "short", "list", "long");
    server.ask("SET", "shop:books::empty", "");
    server.ask("SET", "shop:books::short", "abc");
    server.ask("RPUSH", "shop:books::list", "abc");
    server.ask("SET", "shop:books::long", "some text of another program");

    for (String name : planted) {
      ByteEntry seen = books.get(name);

      assertThat(seen).as(name).isNotNull();
      assertThat(putIfAbsent(books, name, "x").isCommitted()).as(name).isFalse();
      assertThat(replace(books, name, seen, "mended").isCommitted()).as(name).isTrue();
      assertThat(find(books, name)).isEqualTo("mended");
      assertThat(replace(books, name, seen, "again").isCommitted()).as(name).isFalse();
    }
    assertThat(all(books)).containsOnlyKeys(planted);
  }

  @Test
  void remove_somethingNoTierWrote_removesIt() {
    server.ask("RPUSH", "shop:books::list", "abc");
    server.ask("SET", "shop:books::empty", "");

    assertThat(books.remove("list", Condition.ifUnchanged(books.get("list")))).isTrue();
    assertThat(books.remove("empty", Condition.ifUnchanged(books.get("empty")))).isTrue();

    assertThat(server.say("DBSIZE")).isEqualTo("0");
  }

  @Test
  void getAll_somethingNoTierWrote_readsTheOthers() {
    server.ask("RPUSH", "shop:books::list", "abc");
    put(books, "a", "Emma");

    assertThat(books.getAll(List.of("a", "list"))).containsKey("a");
  }

  // ---- many at once

  @Test
  void bulk_ofHundreds_takesFewCommands() {
    Map<String, ByteEntry> entries =
        IntStream.range(0, 300)
            .boxed()
            .collect(Collectors.toMap(i -> "k" + i, i -> entry("v" + i)));

    books.writeAll(entries);
    long reads = server.calls("mget");
    assertThat(books.getAll(entries.keySet())).hasSize(300);
    assertThat(server.calls("mget") - reads).isEqualTo(3);
    long removals = server.calls("unlink");
    books.removeAll(entries.keySet());

    assertThat(server.calls("unlink") - removals).isEqualTo(3);
    assertThat(server.say("DBSIZE")).isEqualTo("0");
  }

  @Test
  void writeAll_ofManyMegabytes_goesInBatches() {
    String large = "x".repeat(500_000);
    Map<String, ByteEntry> entries = new HashMap<>();
    IntStream.range(0, 20).forEach(i -> entries.put("k" + i, entry(large)));

    books.writeAll(entries);

    assertThat(server.say("DBSIZE")).isEqualTo("20");
    assertThat(find(books, "k7")).isEqualTo(large);
  }

  @Test
  void writeAll_noRoomHalfWay_isRejectedAndKeepsWhatWasStored() {
    server.ask("CONFIG", "SET", "maxmemory-policy", "noeviction");
    long used = used();
    server.ask("CONFIG", "SET", "maxmemory", String.valueOf(used + 3_000_000));
    Map<String, ByteEntry> entries = new HashMap<>();
    IntStream.range(0, 100).forEach(i -> entries.put("k" + i, entry("x".repeat(100_000))));

    assertThatThrownBy(() -> books.writeAll(entries))
        .isInstanceOfSatisfying(
            TierException.class, e -> assertThat(e.kind()).isEqualTo(TierException.Kind.REJECTED))
        .hasMessage(
            "localhost:%d has no room left (OOM); see its settings maxmemory and maxmemory-policy"
                .formatted(server.port()));

    int stored = Integer.parseInt(server.say("DBSIZE"));
    assertThat(stored).isBetween(1, 99);
    assertThat(all(books)).hasSize(stored);
  }

  private static long used() {
    return Long.parseLong(
        server
            .say("INFO", "memory")
            .lines()
            .filter(l -> l.startsWith("used_memory:"))
            .findFirst()
            .orElseThrow()
            .strip()
            .substring("used_memory:".length()));
  }

  @Test
  void write_noRoom_isRejectedWhateverTheCondition() {
    put(books, "a", "0");
    ByteEntry seen = books.get("a");
    server.ask("CONFIG", "SET", "maxmemory", "1");

    assertRejected(() -> put(books, "b", "1"));
    assertRejected(() -> putIfAbsent(books, "b", "1"));
    assertRejected(() -> replace(books, "a", seen, "1"));
    assertThat(books.remove("a", Condition.ifUnchanged(seen))).as("which needs no room").isTrue();
  }

  private static void assertRejected(Runnable write) {
    assertThatThrownBy(write::run)
        .isInstanceOfSatisfying(
            TierException.class, e -> assertThat(e.kind()).isEqualTo(TierException.Kind.REJECTED))
        .hasMessageContaining("no room left (OOM)");
  }

  // ---- limits and life

  @Test
  void write_tooLarge_isRejectedWithTheLimit() {
    ByteTier small =
        tiers.open(
            "small", Map.of("uri", server.uri(), "max-value-bytes", "1KB", "max-name-bytes", "64"));

    put(small, "n".repeat(64), "x".repeat(1024));
    assertThatThrownBy(() -> put(small, "a", "x".repeat(1025)))
        .hasMessage("a value must be <= 1024 bytes but has 1025 (option max-value-bytes)");
    assertThatThrownBy(() -> small.get("n".repeat(65)))
        .hasMessage("a name must be <= 64 bytes but has 65 (option max-name-bytes)");
    assertThatThrownBy(() -> small.get("two words")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void open_severalOfOneEndpoint_shareOneConnection() {
    String name = "sharing";
    Map<String, ?> options = Map.of("uri", server.uri(), "client-name", name);
    ByteTier one = tiers.open("one", options);
    ByteTier other = tiers.open("other", options);

    put(one, "a", "Emma");
    put(other, "a", "Ulysses");

    assertThat(connectionsOf(name)).isEqualTo(1);
    one.close();
    assertThat(find(other, "a")).as("after closing the other").isEqualTo("Ulysses");
    assertThatThrownBy(() -> one.get("a"))
        .isInstanceOfSatisfying(
            TierException.class,
            e -> assertThat(e.kind()).isEqualTo(TierException.Kind.UNAVAILABLE))
        .hasMessage("this redis tier is closed");
    other.close();
    await().until(() -> connectionsOf(name) == 0);
  }

  private static long connectionsOf(String name) {
    return server.say("CLIENT", "LIST").lines().filter(l -> l.contains("name=" + name)).count();
  }

  @Test
  void open_database_keepsEntriesThere() {
    ByteTier byOption = tiers.open("third", Map.of("uri", server.uri(), "database", 3));
    ByteTier byUri = tiers.open("third", Map.of("uri", server.uri() + "/3"));

    put(byOption, "a", "Emma");

    assertThat(find(byUri, "a")).isEqualTo("Emma");
    assertThat(server.say("DBSIZE")).isEqualTo("0");
    ByteTier none = tiers.open("none", Map.of("uri", server.uri() + "/99"));
    assertThatThrownBy(() -> none.get("a"))
        .hasMessage("localhost:%d has no database 99 (option database)".formatted(server.port()));
  }

  @Test
  void get_interrupted_failsForThatCallerOnly() throws InterruptedException {
    ByteTier slow = tiers.open("slow", Map.of("uri", server.uri(), "timeout", "60s"));
    put(slow, "a", "Emma");
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CountDownLatch asking = new CountDownLatch(2);
    Thread interrupted =
        new Thread(
            () -> {
              asking.countDown();
              try {
                slow.get("a");
              } catch (TierException e) {
                failure.set(Thread.currentThread().isInterrupted() ? e : new AssertionError(e));
              }
            });
    AtomicReference<String> found = new AtomicReference<>();
    Thread other =
        new Thread(
            () -> {
              asking.countDown();
              found.set(find(slow, "a"));
            });
    server.pause();

    try {
      interrupted.start();
      other.start();
      asking.await();
      interrupted.interrupt();
      interrupted.join();
    } finally {
      server.resume();
    }
    other.join();

    assertThat(failure.get())
        .isInstanceOf(TierException.class)
        .hasMessage("interrupted while waiting for an answer of localhost:" + server.port());
    assertThat(found.get()).isEqualTo("Emma");
    assertThat(find(slow, "a")).isEqualTo("Emma");
  }
}
