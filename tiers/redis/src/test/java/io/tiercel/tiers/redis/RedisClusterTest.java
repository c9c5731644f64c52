package io.tiercel.tiers.redis;

import static io.tiercel.tiers.testkit.OpenTiers.PATIENT;
import static io.tiercel.tiers.testkit.OpenTiers.all;
import static io.tiercel.tiers.testkit.OpenTiers.entry;
import static io.tiercel.tiers.testkit.OpenTiers.find;
import static io.tiercel.tiers.testkit.OpenTiers.put;
import static io.tiercel.tiers.testkit.OpenTiers.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.testkit.OpenTiers;
import io.tiercel.tiers.testkit.server.RedisCluster;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisClusterTest {
  private static final int MANY = 600;

  private static RedisCluster cluster;

  private final OpenTiers tiers = new OpenTiers(new RedisTierFactory(), PATIENT);
  private ByteTier books;

  @BeforeAll
  static void start() {
    cluster = RedisCluster.start(3);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @BeforeEach
  void open() {
    books = tiers.open("books", Map.of("uri", cluster.uri(), "mode", "cluster"));
  }

  @AfterEach
  void close() {
    tiers.close();
    cluster.masters().forEach(master -> master.ask("FLUSHALL"));
  }

  private static List<String> names() {
    return IntStream.range(0, MANY).mapToObj(i -> "k" + i).toList();
  }

  private void putMany() {
    books.writeAll(
        names().stream().collect(Collectors.toMap(name -> name, name -> entry("of " + name))));
  }

  @Test
  void write_manyNames_areSpreadOverAllMasters() {
    putMany();

    assertThat(cluster.masters().subList(0, 3))
        .allSatisfy(
            master ->
                assertThat(Integer.parseInt(master.say("DBSIZE")))
                    .isBetween(MANY / 8, MANY * 5 / 8));
    assertThat(books.getAll(names())).hasSize(MANY);
    books.clear();
    assertThat(cluster.masters())
        .allSatisfy(master -> assertThat(master.say("DBSIZE")).isEqualTo("0"));
  }

  @Test
  void clear_foreignKeys_areLeftOnEveryMaster() {
    putMany();
    IntStream.range(0, 50)
        .mapToObj(i -> "foreign" + i)
        .forEach(key -> cluster.masterOf(key).ask("SET", key, "x"));

    books.clear();

    int left = cluster.masters().stream().mapToInt(m -> Integer.parseInt(m.say("DBSIZE"))).sum();
    assertThat(left).isEqualTo(50);
  }

  @Test
  void operations_slotsMoveToANewMaster_goOn() {
    putMany();
    RedisServer added = cluster.addMaster();
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger operations = new AtomicInteger();
    CompletableFuture<Void> user = CompletableFuture.runAsync(() -> useUntil(done, operations));
    awaitMore(operations, user);

    for (int slot : slotsOf(names().subList(0, 40))) {
      cluster.moveSlot(slot, added);
    }
    awaitMore(operations, user);
    done.set(true);

    user.join();
    assertThat(Integer.parseInt(added.say("DBSIZE"))).isGreaterThanOrEqualTo(40);
    assertThat(books.getAll(names())).hasSize(MANY);
    assertThat(all(books)).hasSize(MANY);
    books.removeAll(names());
    assertThat(added.say("DBSIZE")).isEqualTo("0");
  }

  /** Uses the names whose slots move, in every way, and fails at the first failure. */
  private void useUntil(AtomicBoolean done, AtomicInteger operations) {
    for (int i = 0; !done.get(); i = (i + 1) % 40) {
      String name = "k" + i;
      ByteEntry seen = books.get(name);
      assertThat(seen).as(name).isNotNull();
      assertThat(replace(books, name, seen, "of " + name).isCommitted()).as(name).isTrue();
      put(books, name, "of " + name);
      books.writeAll(Map.of(name, entry("of " + name), "k100", entry("of k100")));
      assertThat(books.getAll(List.of(name, "k100", "k200"))).hasSize(3);
      operations.incrementAndGet();
    }
  }

  private static void awaitMore(AtomicInteger operations, CompletableFuture<Void> user) {
    int before = operations.get();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> operations.get() > before || user.isCompletedExceptionally());
  }

  private Set<Integer> slotsOf(List<String> names) {
    Set<Integer> slots = new TreeSet<>();
    names.forEach(name -> slots.add(cluster.slot("books::" + name)));
    return slots;
  }

  @Test
  void operations_slotIsHalfWay_findItsKeysOnEitherSide() {
    putMany();
    int slot = cluster.slot("books::k1");
    RedisServer source = cluster.masterOf("books::k1");
    RedisServer target =
        cluster.masters().stream().filter(master -> master != source).findFirst().orElseThrow();

    cluster.beginMove(slot, target);
    assertThat(find(books, "k1")).as("still there").isEqualTo("of k1");
    cluster.moveKeys(slot, source, target);

    assertThat(find(books, "k1")).as("already there").isEqualTo("of k1");
    assertThat(books.getAll(List.of("k1", "k2", "k3"))).hasSize(3);
    assertThat(replace(books, "k1", books.get("k1"), "changed").isCommitted()).isTrue();
    books.writeAll(Map.of("k1", entry("again"), "k2", entry("again")));
    assertThat(find(books, "k1")).isEqualTo("again");
    cluster.finishMove(slot, target);
    assertThat(find(books, "k1")).isEqualTo("again");
  }

  @Test
  void scan_keysMoveToWhereTheWalkHasBeen_meetsThemAll() {
    putMany();
    for (RedisServer first : cluster.masters()) {
      Iterator<Map.Entry<String, ByteEntry>> walk = books.scan();
      Set<String> met = new HashSet<>();
      met.add(walk.next().getKey());
      RedisServer visited = cluster.masterOf("books::" + met.iterator().next());
      names().stream()
          .filter(name -> cluster.masterOf("books::" + name) != visited)
          .limit(5)
          .mapToInt(name -> cluster.slot("books::" + name))
          .distinct()
          .forEach(slot -> cluster.moveSlot(slot, visited));

      walk.forEachRemaining(entry -> met.add(entry.getKey()));

      assertThat(met).as("beginning near %s", first.port()).containsAll(names());
    }
  }

  @Test
  void operations_oneMasterIsGone_failForItsNamesOnlyAndAtOnce() {
    putMany();
    RedisServer lost = cluster.masterOf("books::k1");
    String elsewhere =
        names().stream()
            .filter(name -> cluster.masterOf("books::" + name) != lost)
            .findFirst()
            .orElseThrow();
    cluster.masters().forEach(m -> m.ask("CONFIG", "SET", "cluster-require-full-coverage", "no"));
    lost.kill();
    await().until(() -> failure("k1") != null);

    assertThat(find(books, elsewhere)).isEqualTo("of " + elsewhere);
    long start = System.nanoTime();
    for (int i = 0; i < 200; i++) {
      assertThat(failure("k1").kind())
          .isIn(TierException.Kind.UNAVAILABLE, TierException.Kind.TIMEOUT);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    assertThat(catchThrowableOfType(TierException.class, () -> books.getAll(names()))).isNotNull();
    lost.restart();
    cluster.awaitReady();
    await()
        .ignoreExceptions()
        .atMost(Duration.ofSeconds(20))
        .until(() -> find(books, "k1") == null);
  }

  private TierException failure(String name) {
    return catchThrowableOfType(TierException.class, () -> books.get(name));
  }
}
