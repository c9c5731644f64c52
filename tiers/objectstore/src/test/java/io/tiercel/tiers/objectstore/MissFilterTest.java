package io.tiercel.tiers.objectstore;

import static io.tiercel.tiers.objectstore.Fixture.entry;
import static io.tiercel.tiers.objectstore.Fixture.find;
import static io.tiercel.tiers.objectstore.Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.objectstore.MemoryObjectStore.Lack;
import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MissFilterTest {
  /** So many reads of what is not there that some are made all the same. */
  private static final int MANY = 2_000;

  private final Fixture fixture = new Fixture();
  private final MemoryObjectStore store = fixture.store;
  private final ByteTier others = fixture.open("c");

  @AfterEach
  void close() {
    fixture.close();
  }

  private static void put(ByteTier tier, String name) {
    tier.write(name, entry("of " + name), Condition.always());
  }

  private long gets(ByteTier tier) {
    return fixture.traffic(tier).getGets();
  }

  private boolean isOn(ByteTier tier) {
    return fixture.traffic(tier).getMissFiltersOn() == 1;
  }

  /** Whether most reads of a name are answered without a request. */
  private boolean spares(ByteTier tier, String name) {
    long before = gets(tier);
    IntStream.range(0, MANY).forEach(i -> assertThat(tier.get(name)).isNull());
    return gets(tier) - before < MANY / 2;
  }

  // ---- what is spared

  @Test
  void get_absent_isSparedMostly() {
    put(others, "a");
    ByteTier tier = fixture.openFiltering("c");
    ObjectStoreTrafficMXBean traffic = fixture.traffic(tier);
    long gets = traffic.getGets();
    long spared = traffic.getMissesSpared();

    IntStream.range(0, MANY).forEach(i -> assertThat(tier.get("absent" + i)).isNull());

    assertThat(traffic.getMissesSpared() - spared + traffic.getGets() - gets).isEqualTo(MANY);
    assertThat(traffic.getGets() - gets).as("asked to find out").isBetween(1L, MANY / 8L);
    assertThat(find(tier, "a")).isEqualTo("of a");
    assertThat(traffic.getMissFiltersWrong()).isZero();
  }

  @Test
  void getAll_someAbsent_asksOnlyForTheOthers() {
    put(others, "a");
    ByteTier tier = fixture.openFiltering("c");
    List<String> names = IntStream.range(0, MANY).mapToObj(i -> "absent" + i).toList();
    long gets = gets(tier);

    assertThat(tier.getAll(names)).isEmpty();
    assertThat(tier.getAll(List.of("a", "absent1"))).containsOnlyKeys("a");

    assertThat(gets(tier) - gets).isBetween(1L, MANY / 8L);
  }

  @Test
  void getLatest_absent_asksEachTime() {
    ByteTier tier = fixture.openFiltering("c");
    long gets = gets(tier);

    for (int i = 0; i < 100; i++) {
      assertThat(tier.getLatest("a")).isNull();
      assertThat(tier.getAllLatest(List.of("a", "b"))).isEmpty();
    }

    assertThat(gets(tier) - gets).isEqualTo(300);
    assertThat(tier.mayOverlook()).isTrue();
    assertThat(tier.mayBeBehind()).isFalse();
  }

  @Test
  void get_notConfigured_asksEachTimeAndListsNothing() {
    IntStream.range(0, MANY).forEach(i -> assertThat(others.get("a")).isNull());

    assertThat(gets(others)).isEqualTo(MANY);
    assertThat(fixture.traffic(others).getLists()).isZero();
    assertThat(others.mayOverlook()).isFalse();
  }

  @Test
  void open_alone_doesNotList() {
    ByteTier tier = fixture.with("miss-filter-keys", 100).open("c");

    put(tier, "a");
    assertThat(text(tier.getLatest("a"))).isEqualTo("of a");

    assertThat(fixture.traffic(tier).getLists()).isZero();
  }

  // ---- own changes

  @Test
  void get_afterEveryKindOfOwnWrite_seesIt() {
    ByteTier tier = fixture.openFiltering("c");

    put(tier, "a");
    tier.write("b", entry("of b"), Condition.ifAbsent());
    tier.exchange("c", entry("of c"));
    tier.writeAll(Map.of("d", entry("of d"), "e", entry("of e")));

    for (String name : List.of("a", "b", "c", "d", "e")) {
      assertThat(find(tier, name)).isEqualTo("of " + name);
      assertThat(tier.getAll(List.of(name))).containsOnlyKeys(name);
    }
    assertThat(isOn(tier)).isTrue();
  }

  /** The listing has passed the name when the write arrives. */
  @Test
  void get_ownWriteWhileAListingIsMade_seesIt() {
    IntStream.range(0, 2 * MemoryObjectStore.PAGE).forEach(i -> put(others, "k" + i));
    ByteTier tier = fixture.openFiltering("c");
    AtomicInteger pages = new AtomicInteger();
    store.before(
        (operation, key) -> {
          if (operation.equals("list") && pages.incrementAndGet() == 2) {
            put(tier, "a");
          }
        });

    fixture.list(tier);

    assertThat(pages).hasValueGreaterThan(1);
    assertThat(find(tier, "a")).isEqualTo("of a");
  }

  /** The name was added to the filter that the listing takes the place of. */
  @Test
  void get_listingMadeWhileAnOwnWriteIsUnderWay_seesIt() {
    ByteTier tier = fixture.openFiltering("c");
    put(tier, "first");

    listDuringNextPut(tier);
    put(tier, "a");
    assertThat(find(tier, "a")).isEqualTo("of a");

    listDuringNextPut(tier);
    tier.writeAll(Map.of("b", entry("of b")));
    assertThat(find(tier, "b")).isEqualTo("of b");
    assertThat(isOn(tier)).isTrue();
  }

  private void listDuringNextPut(ByteTier tier) {
    store.before(
        (operation, key) -> {
          if (operation.equals("put")) {
            store.before((any, other) -> {});
            fixture.list(tier);
          }
        });
  }

  @Test
  void get_ownWriteThatFailedAndHappened_seesIt() {
    ByteTier tier = fixture.openFiltering("c");
    put(tier, "first");
    store.failAfter(new TierException(Kind.TIMEOUT, "lost"));
    assertThatThrownBy(() -> put(tier, "a")).hasMessageContaining("lost");

    assertThat(find(tier, "a")).isEqualTo("of a");
  }

  @Test
  void get_removed_isSparedFromTheNextListingOn() {
    for (List<Lack> lacks : List.of(List.<Lack>of(), List.of(Lack.CONDITIONAL_DELETE))) {
      store.lack(lacks.toArray(Lack[]::new));
      ByteTier tier = fixture.openFiltering("c");
      put(tier, "a");
      tier.remove("a", Condition.always());
      assertThat(spares(tier, "a")).as("before").isFalse();

      fixture.list(tier);

      assertThat(spares(tier, "a")).as("after").isTrue();
      assertThat(fixture.traffic(tier).getMissFiltersWrong()).isZero();
      tier.close();
    }
  }

  @Test
  void get_clearedHereOrElsewhere_isNullUntilWrittenAgain() {
    ByteTier tier = fixture.openFiltering("c");
    for (ByteTier clearing : List.of(tier, others)) {
      put(tier, "a");
      clearing.clear();
      assertThat(find(tier, "a")).isNull();
      fixture.list(tier);
      assertThat(spares(tier, "a")).isTrue();

      put(tier, "a");
      assertThat(find(tier, "a")).isEqualTo("of a");
    }
    assertThat(isOn(tier)).isTrue();
  }

  // ---- others

  @Test
  void get_othersCreate_isOverlookedUntilFoundOutAndThenOff() {
    ByteTier tier = fixture.openFiltering("c");
    put(others, "a");
    put(others, "b");

    int overlooked = 0;
    while (tier.get("a") == null) {
      assertThat(++overlooked).as("one in 32 is asked for").isLessThan(10_000);
    }

    assertThat(isOn(tier)).isFalse();
    assertThat(fixture.traffic(tier).getMissFiltersWrong()).isEqualTo(1);
    IntStream.range(0, MANY).forEach(i -> assertThat(find(tier, "b")).isEqualTo("of b"));
  }

  @Test
  void reads_thatOverlookNothing_findOutToo() {
    List<Reader> readers =
        List.of(
            tier -> tier.getLatest("a"),
            tier -> tier.getFirst("a", 100),
            tier -> tier.getAllLatest(List.of("a")).get("a"),
            tier -> tier.scan().next().getValue());
    for (Reader reader : readers) {
      others.clear();
      ByteTier tier = fixture.openFiltering("c");
      put(others, "a");

      assertThat(text(reader.read(tier))).isEqualTo("of a");

      assertThat(isOn(tier)).isFalse();
      assertThat(find(tier, "a")).isEqualTo("of a");
      tier.close();
    }
  }

  private interface Reader {
    ByteEntry read(ByteTier tier);
  }

  @Test
  void get_othersCreatedBeforeAListing_seesIt() {
    ByteTier tier = fixture.openFiltering("c");
    put(others, "a");

    fixture.list(tier);

    IntStream.range(0, MANY).forEach(i -> assertThat(find(tier, "a")).isEqualTo("of a"));
    assertThat(fixture.traffic(tier).getMissFiltersWrong()).isZero();
  }

  @Test
  void get_othersReplaceAndRemove_seesIt() {
    ByteTier tier = fixture.openFiltering("c");
    put(tier, "a");
    fixture.list(tier);

    others.write("a", entry("new"), Condition.always());
    assertThat(find(tier, "a")).isEqualTo("new");
    others.remove("a", Condition.always());
    assertThat(find(tier, "a")).isNull();
    put(others, "a");
    assertThat(find(tier, "a")).isEqualTo("of a");
  }

  @Test
  void list_wrongInARow_staysOffLongerEachTime() {
    ByteTier tier = fixture.openFiltering("c");
    for (int off : new int[] {0, 1, 3, 7, 15, 31, 31}) {
      proveWrong(tier, "wrong" + gets(tier));
      for (int i = 0; i < off; i++) {
        fixture.list(tier);
        assertThat(isOn(tier)).as("%s of %s", i, off).isFalse();
      }
      fixture.list(tier);
      assertThat(isOn(tier)).as("after %s", off).isTrue();
    }
    fixture.list(tier);
    proveWrong(tier, "once-more");
    fixture.list(tier);
    assertThat(isOn(tier)).as("when one has lasted").isTrue();
  }

  private void proveWrong(ByteTier tier, String name) {
    put(others, name);
    assertThat(tier.getLatest(name)).isNotNull();
    assertThat(isOn(tier)).isFalse();
  }

  // ---- when listings fail, or the store is away

  @Test
  void get_noListingSinceTwoIntervals_asks() {
    ByteTier tier = fixture.with("miss-filter-interval", "10m").openFiltering("c");
    store.failBefore(new TierException(Kind.UNAVAILABLE, "gone"));
    fixture.list(tier);
    assertThat(fixture.traffic(tier).getFailedMissListings()).isEqualTo(1);
    assertThat(tier.getLatest("any")).as("the store answers").isNull();

    fixture.clock.advance(Duration.ofMinutes(20));
    assertThat(spares(tier, "a")).isTrue();
    fixture.clock.advance(Duration.ofMillis(1));
    assertThat(spares(tier, "a")).isFalse();
    put(others, "a");
    assertThat(find(tier, "a")).isEqualTo("of a");

    fixture.list(tier);
    assertThat(spares(tier, "b")).isTrue();
  }

  /** Else nobody would notice, and those who have to ask would each wait for it. */
  @Test
  void get_storeIsAway_failsUntilItIsBack() {
    ByteTier tier = fixture.openFiltering("c");
    store.before(
        (operation, key) -> {
          throw new TierException(Kind.UNAVAILABLE, "gone");
        });
    assertThatThrownBy(() -> tier.getLatest("a")).isInstanceOf(TierException.class);

    IntStream.range(0, MANY)
        .forEach(i -> assertThatThrownBy(() -> tier.get("b")).hasMessageContaining("gone"));

    store.before((operation, key) -> {});
    assertThat(tier.get("b")).isNull();
    assertThat(spares(tier, "b")).isTrue();
  }

  @Test
  void close_whileItIsOn_givesItUp() {
    ByteTier tier = fixture.openFiltering("c");
    assertThat(isOn(others)).isTrue();

    tier.close();

    assertThat(isOn(others)).isFalse();
    fixture.list(tier);
    assertThat(isOn(others)).isFalse();
  }

  @Test
  void options_tooManyKeys_areRefused() {
    assertThatThrownBy(() -> fixture.with("miss-filter-keys", 100_000_001).open("d"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("miss-filter-keys must be <= 100000000 but is 100000001");
  }

  @Test
  void get_manyNames_listsAllPages() {
    others.writeAll(
        IntStream.range(0, 1_000)
            .boxed()
            .collect(Collectors.toMap(i -> "k" + i, i -> entry("of k" + i))));
    ByteTier tier = fixture.openFiltering("c");

    IntStream.range(0, 1_000).forEach(i -> assertThat(find(tier, "k" + i)).isEqualTo("of k" + i));
    assertThat(fixture.traffic(tier).getMissFiltersWrong()).isZero();
  }
}
