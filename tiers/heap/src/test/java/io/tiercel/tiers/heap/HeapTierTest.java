package io.tiercel.tiers.heap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.DepartureListener;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTierSetup;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.testkit.MutableClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class HeapTierTest {
  private static final int CHURNS = 2_000;
  private static final HeapOptions DEFAULTS = new HeapOptions(10_000, null, null, null, null);

  private final MutableClock clock = new MutableClock();
  private final Departures departures = new Departures();
  private final Queue<Entry<String>> gone = new ConcurrentLinkedQueue<>();

  @Test
  void get_afterWrite_returnsTheSameEntry() {
    HeapTier<String, String> tier = expiring(DEFAULTS);
    Entry<String> entry = lasting("Emma", 1);

    tier.write("a", entry, Condition.always());

    assertThat(tier.get("a")).isSameAs(entry);
  }

  @Test
  void write_ifUnchangedAfterAnEqualEntryTookThePlace_conflicts() {
    HeapTier<String, String> tier = expiring(DEFAULTS);
    Entry<String> seen = lasting("Emma", 1);
    tier.write("a", seen, Condition.always());
    tier.write("a", lasting("Emma", 1), Condition.always());

    assertThat(tier.write("a", lasting("Ulysses", 2), Condition.ifUnchanged(seen)).isCommitted())
        .isFalse();
  }

  @Test
  void get_atTheDeadline_isAMissToTheMillisecond() {
    HeapTier<String, String> tier = expiring(DEFAULTS);
    tier.write("a", dueIn(Duration.ofSeconds(10), 1), Condition.always());

    clock.advance(Duration.ofMillis(9_999));
    assertThat(tier.get("a")).isNotNull();

    clock.advance(Duration.ofMillis(1));
    assertThat(tier.get("a")).isNull();
  }

  @Test
  void settle_afterTheDeadline_tellsExpiredOnce() {
    HeapTier<String, String> tier = expiring(DEFAULTS);
    Entry<String> entry = dueIn(Duration.ofSeconds(10), 1);
    tier.write("a", entry, Condition.always());

    clock.advance(Duration.ofSeconds(12));
    tier.settle();
    tier.settle();

    assertThat(departures.expired).containsExactly(entry);
    assertThat(departures.evicted).isEmpty();
    assertThat(tier.estimatedSize()).isZero();
  }

  @Test
  void write_overAnExpiredEntry_tellsExpiredBeforeItReturns() {
    HeapTier<String, String> tier = expiring(DEFAULTS);
    Entry<String> old = dueIn(Duration.ofSeconds(10), 1);
    tier.write("a", old, Condition.always());
    clock.advance(Duration.ofSeconds(10));

    assertThat(tier.write("a", lasting("Ulysses", 2), Condition.ifAbsent()).isCommitted()).isTrue();

    assertThat(departures.expired).containsExactly(old);
  }

  @Test
  void settle_afterReplaceAndRemove_tellsNobody() {
    HeapTier<String, String> tier = expiring(DEFAULTS);
    tier.write("a", lasting("Emma", 1), Condition.always());
    tier.write("a", lasting("Ulysses", 2), Condition.always());
    tier.remove("a", Condition.always());
    tier.write("b", lasting("Emma", 1), Condition.always());
    tier.clear();

    tier.settle();

    assertThat(departures.expired).isEmpty();
    assertThat(departures.evicted).isEmpty();
  }

  @Test
  void get_maxLifeShorterThanTheDeadline_missesAndTellsNobody() {
    HeapTier<String, String> tier =
        expiring(new HeapOptions(10_000, null, null, null, Duration.ofSeconds(5)));
    tier.write("a", dueIn(Duration.ofSeconds(60), 1), Condition.always());
    tier.write("b", lasting("Emma", 1), Condition.always());

    clock.advance(Duration.ofSeconds(5));

    assertThat(tier.get("a")).isNull();
    assertThat(tier.get("b")).isNull();
    clock.advance(Duration.ofSeconds(2));
    tier.settle();
    assertThat(tier.estimatedSize()).isZero();
    assertThat(departures.expired).isEmpty();
    assertThat(departures.evicted).isEmpty();
  }

  @Test
  void get_setupAsksForAShorterMaxLifeThanTheOptions_holdsToTheShorter() {
    HeapTier<String, String> tier =
        new HeapTier<>(
            new HeapOptions(10_000, null, null, null, Duration.ofSeconds(5)),
            new EntryTierSetup<>(false, Duration.ofSeconds(1), departures),
            clock);
    tier.write("a", lasting("Emma", 1), Condition.always());

    clock.advance(Duration.ofSeconds(1));

    assertThat(tier.get("a")).isNull();
  }

  @Test
  void get_entriesDoNotExpire_ignoresTheClock() {
    HeapTier<String, String> tier =
        new HeapTier<>(DEFAULTS, new EntryTierSetup<>(false, null, departures), clock);
    tier.write("a", lasting("Emma", 1), Condition.always());

    clock.advance(Duration.ofDays(10_000));
    tier.settle();

    assertThat(tier.get("a")).isNotNull();
  }

  @Test
  void scheduler_untouchedEntryOnTheRealClock_leavesWithinSeconds() {
    HeapTier<String, String> tier =
        new HeapTier<>(
            DEFAULTS, new EntryTierSetup<>(true, null, departures), InstantSource.system());
    Entry<String> entry = new Entry<>("Emma", 1, System.currentTimeMillis() + 100);
    tier.write("a", entry, Condition.always());

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertThat(departures.expired).containsExactly(entry);
              assertThat(tier.estimatedSize()).isZero();
            });
  }

  @Test
  void publish_newerVersionHeld_keepsIt() {
    HeapTier<String, String> tier = expiring(DEFAULTS);
    Entry<String> newer = lasting("Ulysses", 7);
    tier.write("a", newer, Condition.always());

    assertThat(tier.publish("a", lasting("Emma", 6), () -> true)).isTrue();

    assertThat(tier.get("a")).isSameAs(newer);
  }

  @Test
  void publish_sameVersionHeld_replacesIt() {
    HeapTier<String, String> tier = expiring(DEFAULTS);
    tier.write("a", lasting("Emma", 7), Condition.always());
    Entry<String> copy = lasting("Emma", 7);

    assertThat(tier.publish("a", copy, () -> true)).isTrue();

    assertThat(tier.get("a")).isSameAs(copy);
  }

  @Test
  void publish_guardSaysNo_changesNothing() {
    HeapTier<String, String> tier = expiring(DEFAULTS);
    Entry<String> held = lasting("Emma", 1);
    tier.write("a", held, Condition.always());

    assertThat(tier.publish("a", lasting("Ulysses", 2), () -> false)).isFalse();
    assertThat(tier.publish("b", lasting("Ulysses", 2), () -> false)).isFalse();

    assertThat(tier.get("a")).isSameAs(held);
    assertThat(tier.get("b")).isNull();
  }

  @Test
  void publish_refusedTimeAndAgain_doesNotProlongWhatIsHeld() {
    HeapTier<String, String> tier =
        expiring(new HeapOptions(10_000, null, null, null, Duration.ofSeconds(5)));
    tier.write("a", lasting("Emma", 5), Condition.always());

    clock.advance(Duration.ofSeconds(3));
    tier.publish("a", lasting("Ulysses", 6), () -> false);
    tier.publish("a", lasting("Ulysses", 4), () -> true);
    clock.advance(Duration.ofSeconds(2));

    assertThat(tier.get("a")).isNull();
  }

  @Test
  void publish_guardTurnsWhileTheKeyIsLocked_isJudgedInsideTheAtomicStep() {
    HeapTier<String, String> tier = expiring(DEFAULTS);
    AtomicReference<Entry<String>> heldWhenAsked = new AtomicReference<>();

    tier.write("a", lasting("Emma", 1), Condition.always());
    tier.publish(
        "a",
        lasting("Ulysses", 2),
        () -> {
          heldWhenAsked.set(tier.get("a"));
          return true;
        });

    assertThat(heldWhenAsked.get().value()).isEqualTo("Emma");
    assertThat(tier.get("a").value()).isEqualTo("Ulysses");
  }

  @Test
  void write_beyondMaxEntries_evictsAndTells() {
    HeapTier<String, String> tier = expiring(new HeapOptions(10, null, null, null, null));

    for (int i = 0; i < 100; i++) {
      tier.write("k" + i, lasting("v" + i, 1), Condition.always());
    }
    tier.settle();

    assertThat(tier.estimatedSize()).isEqualTo(10);
    assertThat(departures.evicted).hasSize(90).doesNotHaveDuplicates();
    assertThat(departures.expired).isEmpty();
  }

  /** Each entry written leaves in exactly one way: replaced, removed, expired, evicted, or held. */
  @Test
  void departures_whileSeveralWriteRemoveAndTimePasses_tellEachEntryOnceOrNever() throws Exception {
    HeapTier<String, String> tier = expiring(new HeapOptions(50, null, null, null, null));
    long seed = Long.getLong("tiercel.seed", System.nanoTime());
    List<Thread> writers =
        IntStream.range(0, 4).mapToObj(n -> new Thread(() -> churn(tier, seed + n))).toList();

    writers.forEach(Thread::start);
    for (Thread writer : writers) {
      while (writer.isAlive()) {
        clock.advance(Duration.ofMillis(300));
        tier.settle();
        writer.join(1);
      }
    }
    clock.advance(Duration.ofMinutes(1));
    tier.settle();

    assertThat(tier.estimatedSize()).as("seed %d", seed).isZero();
    assertThat(departures.expired).as("seed %d", seed).isNotEmpty().doesNotHaveDuplicates();
    assertThat(departures.evicted).as("seed %d", seed).doesNotHaveDuplicates();
    assertThat(departures.expired).doesNotContainAnyElementsOf(departures.evicted);
    assertThat(departures.expired).doesNotContainAnyElementsOf(gone);
    assertThat(departures.evicted).doesNotContainAnyElementsOf(gone);
    assertThat(departures.expired.size() + departures.evicted.size() + gone.size())
        .as("entries accounted for, seed %d", seed)
        .isEqualTo(4 * CHURNS);
  }

  /** Replaces and removes only what it saw, so that it knows whose departure must not be told. */
  private void churn(HeapTier<String, String> tier, long seed) {
    Random random = new Random(seed);
    for (int written = 0; written < CHURNS; ) {
      String key = "k" + random.nextInt(100);
      Entry<String> seen = tier.get(key);
      if (seen != null && random.nextInt(3) == 0) {
        if (tier.remove(key, Condition.ifUnchanged(seen))) {
          gone.add(seen);
        }
        continue;
      }
      Entry<String> next = dueIn(Duration.ofMillis(random.nextInt(5_000)), written);
      if (seen == null && tier.write(key, next, Condition.ifAbsent()).isCommitted()) {
        written++;
      } else if (seen != null && tier.write(key, next, Condition.ifUnchanged(seen)).isCommitted()) {
        gone.add(seen);
        written++;
      }
    }
  }

  @Test
  void write_beyondMaxBytes_holdsNoMoreThanThat() {
    HeapTier<String, byte[]> tier =
        new HeapTier<>(
            new HeapOptions(10_000, 100_000L, null, null, null),
            new EntryTierSetup<>(false, null, new Departures().of()),
            clock);

    for (int i = 0; i < 100; i++) {
      tier.write("k" + i, new Entry<>(new byte[10_000], 1, Entry.NEVER), Condition.always());
    }
    tier.settle();

    assertThat(tier.estimatedSize()).isEqualTo(9);
  }

  @Test
  void write_beyondMaxWeight_holdsNoMoreThanThat() {
    EntryWeigher<String, String> length = (key, value) -> value.length();
    HeapTier<String, String> tier = expiring(new HeapOptions(10_000, null, 100L, length, null));

    for (int i = 0; i < 100; i++) {
      tier.write("k" + i, lasting("1234567890", 1), Condition.always());
    }
    tier.settle();

    assertThat(tier.estimatedSize()).isEqualTo(10);
  }

  @Test
  void write_tombstoneInAWeightedTier_isNotShownToTheWeigher() {
    EntryWeigher<String, String> length = (key, value) -> value.length();
    HeapTier<String, String> tier = expiring(new HeapOptions(10_000, null, 100L, length, null));

    tier.write("a", new Entry<>(null, 2, Entry.NEVER), Condition.always());

    assertThat(tier.get("a").isTombstone()).isTrue();
  }

  @Test
  void write_weigherSaysLessThanZero_refusesNamingIt() {
    EntryWeigher<String, String> wrong = new Wrong();
    HeapTier<String, String> tier = expiring(new HeapOptions(10_000, null, 100L, wrong, null));

    assertThatThrownBy(() -> tier.write("a", lasting("Emma", 1), Condition.always()))
        .isInstanceOf(TierException.class)
        .hasMessage("a weight must be >= 0 but " + Wrong.class.getName() + " says -3");
    assertThat(tier.get("a")).isNull();
  }

  @Test
  void remove_ifAbsent_isRefused() {
    HeapTier<String, String> tier = expiring(DEFAULTS);

    assertThatThrownBy(() -> tier.remove("a", Condition.ifAbsent()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void get_hitManyTimes_allocatesNothing() {
    HeapTier<String, String> tier = expiring(DEFAULTS);
    tier.write("a", dueIn(Duration.ofDays(1), 1), Condition.always());

    assertThat(Allocations.perCall(() -> tier.get("a"))).isZero();
  }

  private HeapTier<String, String> expiring(HeapOptions options) {
    return new HeapTier<>(options, new EntryTierSetup<>(true, null, departures), clock);
  }

  private static Entry<String> lasting(String value, long version) {
    return new Entry<>(value, version, Entry.NEVER);
  }

  private Entry<String> dueIn(Duration life, long version) {
    return new Entry<>("Emma", version, clock.millis() + life.toMillis());
  }

  private static final class Wrong implements EntryWeigher<String, String> {
    @Override
    public int weigh(String key, String value) {
      return -3;
    }
  }

  private static final class Departures implements DepartureListener<String, String> {
    final List<Entry<String>> expired = new CopyOnWriteArrayList<>();
    final List<Entry<String>> evicted = new CopyOnWriteArrayList<>();

    @Override
    public void expired(String key, Entry<String> entry) {
      expired.add(entry);
    }

    @Override
    public void evicted(String key, Entry<String> entry) {
      evicted.add(entry);
    }

    <V> DepartureListener<String, V> of() {
      return new DepartureListener<>() {
        @Override
        public void expired(String key, Entry<V> entry) {}

        @Override
        public void evicted(String key, Entry<V> entry) {}
      };
    }
  }
}
