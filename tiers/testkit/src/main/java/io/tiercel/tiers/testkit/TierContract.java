package io.tiercel.tiers.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.Tier;
import io.tiercel.tiers.spi.WriteResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Holds a tier to the promises of {@link Tier}. Extend {@link ByteTierContract} or {@link
 * EntryTierContract}, which know how to open one.
 *
 * <p>The tier must have room for {@link #manyEntries()} small entries. Each test uses a cache of
 * its own and clears it in the end.
 *
 * @param <K> how the tier is addressed
 * @param <E> what the tier keeps for a key
 */
public abstract class TierContract<K, E> extends TierRaces<K, E> {

  TierContract() {}

  // ---- reading and writing

  @Test
  @Promise(Promise.SEEN)
  void get_nothingWritten_isNull() {
    assertThat(tier().get(key("a"))).isNull();
    assertThat(scanned(tier())).isEmpty();
  }

  @Test
  @Promise(Promise.SEEN)
  void write_always_isSeenByEveryKindOfRead() {
    Tier<K, E> other = another();

    put(tier(), "a", "Emma");

    for (Tier<K, E> tier : List.of(tier(), other)) {
      assertThat(find(tier, "a")).isEqualTo("Emma");
      assertThat(readAll(tier, List.of(key("a")))).containsOnlyKeys(key("a"));
      assertThat(scanned(tier)).containsExactly(Map.entry(key("a"), "Emma"));
    }
  }

  /** Whatever a tier may overlook, it is what others have stored. */
  @Test
  @Promise(Promise.SEEN)
  void write_always_isSeenByPlainReadsOfTheWriterItself() {
    if (tier().mayBeBehind()) {
      assertThat(tier().mayOverlook()).as("who may be behind may overlook").isTrue();
      return;
    }
    assertThat(tier().get(key("k0"))).isNull();
    for (int i = 0; i < rounds(); i++) {
      put(tier(), "k" + i, "v");
      assertThat(tier().get(key("k" + i))).as("own write %s", i).isNotNull();
      assertThat(tier().getAll(List.of(key("k" + i)))).containsOnlyKeys(key("k" + i));
    }
  }

  @Test
  @Promise(Promise.SEEN)
  void write_alwaysOverAnother_takesItsPlace() {
    put(tier(), "a", "Emma");
    put(another(), "a", "Ulysses");

    assertThat(find(tier(), "a")).isEqualTo("Ulysses");
  }

  @Test
  @Promise(Promise.SEEN)
  void write_anyContent_comesBackAsItWas() {
    List<byte[]> contents =
        List.of(
            new byte[0], new byte[1], allBytes(256), allBytes(10_000), allBytes(largestContent()));

    for (int i = 0; i < contents.size(); i++) {
      byte[] content = contents.get(i);
      tier().write(key("k" + i), entry(content, Entry.NEVER), Condition.always());

      assertThat(content(get(another(), "k" + i))).isEqualTo(content);
    }
  }

  private static byte[] allBytes(int length) {
    byte[] bytes = new byte[length];
    IntStream.range(0, length).forEach(i -> bytes[i] = (byte) i);
    return bytes;
  }

  // ---- conditions

  @Test
  @Promise(Promise.ATOMIC)
  void write_ifAbsentOnAbsent_commits() {
    assertThat(write(tier(), "a", "Emma", Condition.ifAbsent()).isCommitted()).isTrue();

    assertThat(find(another(), "a")).isEqualTo("Emma");
  }

  @Test
  @Promise(Promise.ATOMIC)
  void write_ifAbsentOnPresent_conflictsWithWhatIsThere() {
    put(another(), "a", "Emma");

    WriteResult<E> result = write(tier(), "a", "Ulysses", Condition.ifAbsent());

    assertThat(result.isCommitted()).isFalse();
    assertThat(find(tier(), "a")).isEqualTo("Emma");
    E current = result.current();
    if (current != null) {
      assertThat(text(current)).as("the entry in the way").isEqualTo("Emma");
      assertThat(write(tier(), "a", "Ulysses", Condition.ifUnchanged(current)).isCommitted())
          .as("the entry in the way names what was seen")
          .isTrue();
    }
  }

  @Test
  @Promise(Promise.ATOMIC)
  void write_ifUnchangedHoweverItWasSeen_commits() {
    put(tier(), "a", "0");

    E got = get(tier(), "a");
    assertThat(write(tier(), "a", "1", Condition.ifUnchanged(got)).isCommitted()).isTrue();
    for (E gotInBulk : tier().getAll(List.of(key("a"))).values()) {
      assertThat(write(tier(), "a", "2", Condition.ifUnchanged(gotInBulk)).isCommitted()).isTrue();
    }
    E met = tier().scan().next().getValue();
    assertThat(write(tier(), "a", "3", Condition.ifUnchanged(met)).isCommitted()).isTrue();

    assertThat(find(another(), "a")).isEqualTo("3");
  }

  @Test
  @Promise(Promise.ATOMIC)
  void write_ifUnchangedAfterAnotherWrite_conflicts() {
    put(tier(), "a", "Emma");
    E seen = get(tier(), "a");
    put(another(), "a", "Ulysses");

    WriteResult<E> result = write(tier(), "a", "Hamlet", Condition.ifUnchanged(seen));

    assertThat(result.isCommitted()).isFalse();
    assertThat(find(tier(), "a")).isEqualTo("Ulysses");
    E current = result.current();
    if (current != null) {
      assertThat(text(current)).as("the entry in the way").isEqualTo("Ulysses");
    }
  }

  @Test
  @Promise(Promise.TOKENS)
  void write_ifUnchangedAfterTheSameContentWasWrittenAgain_conflicts() {
    put(tier(), "a", "Emma");
    E seen = get(tier(), "a");
    put(another(), "a", "Emma");

    assertThat(write(tier(), "a", "Hamlet", Condition.ifUnchanged(seen)).isCommitted()).isFalse();
    assertThat(find(tier(), "a")).isEqualTo("Emma");
  }

  @Test
  @Promise(Promise.TOKENS)
  void write_ifUnchangedTwiceAfterOneLook_commitsOnce() {
    put(tier(), "a", "Emma");
    E seen = get(tier(), "a");

    assertThat(write(tier(), "a", "Emma", Condition.ifUnchanged(seen)).isCommitted()).isTrue();
    assertThat(write(tier(), "a", "Emma", Condition.ifUnchanged(seen)).isCommitted()).isFalse();
  }

  @Test
  @Promise(Promise.ATOMIC)
  void write_ifUnchangedAfterItWasRemoved_conflictsAndLeavesNothing() {
    put(tier(), "a", "Emma");
    E seen = get(tier(), "a");
    another().remove(key("a"), Condition.always());

    assertThat(write(tier(), "a", "Hamlet", Condition.ifUnchanged(seen)).isCommitted()).isFalse();
    assertThat(find(tier(), "a")).isNull();
  }

  @Test
  @Promise(Promise.TOKENS)
  void write_ifUnchangedAfterItWasRemovedAndWrittenAgain_conflicts() {
    put(tier(), "a", "Emma");
    E seen = get(tier(), "a");
    tier().remove(key("a"), Condition.always());
    put(tier(), "a", "Emma");

    assertThat(write(tier(), "a", "Hamlet", Condition.ifUnchanged(seen)).isCommitted()).isFalse();
    assertThat(tier().remove(key("a"), Condition.ifUnchanged(seen))).isFalse();
    assertThat(find(tier(), "a")).isEqualTo("Emma");
  }

  // ---- exchanging and taking

  @Test
  @Promise(Promise.ATOMIC)
  void exchange_absentAndPresent_returnsWhatWasThere() {
    assertThat(tier().exchange(key("a"), entry("Emma"))).isNull();
    assertThat(find(another(), "a")).isEqualTo("Emma");

    E former = requireNonNull(tier().exchange(key("a"), entry("Ulysses")));

    assertThat(text(former)).isEqualTo("Emma");
    assertThat(find(another(), "a")).isEqualTo("Ulysses");
    assertThat(write(tier(), "a", "Hamlet", Condition.ifUnchanged(former)).isCommitted())
        .as("over what the exchange has replaced")
        .isFalse();
  }

  @Test
  @Promise(Promise.SEEN)
  void exchange_overAnEntryWithADeadline_leavesNothingOfThatDeadline() {
    tier().exchange(key("b"), dueIn(Duration.ofSeconds(1), "Ulysses"));
    tier().exchange(key("b"), entry("Hamlet"));

    letPass(Duration.ofMillis(1_500));

    assertThat(find(tier(), "b")).isEqualTo("Hamlet");
  }

  @Test
  @Promise(Promise.ATOMIC)
  void take_presentAndAbsent_returnsWhatWasThere() {
    put(tier(), "a", "Emma");

    E former = requireNonNull(another().take(key("a")));

    assertThat(text(former)).isEqualTo("Emma");
    assertThat(find(tier(), "a")).isNull();
    assertThat(tier().take(key("a"))).isNull();
    assertThat(write(tier(), "a", "Ulysses", Condition.ifAbsent()).isCommitted()).isTrue();
  }

  // ---- removing

  @Test
  @Promise(Promise.SEEN)
  void remove_always_saysWhetherSomethingWasThere() {
    put(tier(), "a", "Emma");

    assertThat(another().remove(key("a"), Condition.always())).isTrue();
    assertThat(find(tier(), "a")).isNull();
    assertThat(tier().remove(key("a"), Condition.always())).isFalse();
  }

  @Test
  @Promise(Promise.ATOMIC)
  void remove_ifUnchanged_removesOnlyWhatWasSeen() {
    put(tier(), "a", "Emma");
    E seen = get(tier(), "a");
    put(another(), "a", "Ulysses");

    assertThat(tier().remove(key("a"), Condition.ifUnchanged(seen))).isFalse();
    assertThat(find(tier(), "a")).isEqualTo("Ulysses");
    assertThat(tier().remove(key("a"), Condition.ifUnchanged(get(tier(), "a")))).isTrue();
    assertThat(find(another(), "a")).isNull();
    assertThat(tier().remove(key("a"), Condition.ifUnchanged(seen))).isFalse();
  }

  @Test
  @Promise(Promise.SEEN)
  void write_afterRemove_isSeen() {
    put(tier(), "a", "Emma");
    tier().remove(key("a"), Condition.always());

    assertThat(write(another(), "a", "Ulysses", Condition.ifAbsent()).isCommitted()).isTrue();
    assertThat(find(tier(), "a")).isEqualTo("Ulysses");
  }

  // ---- deadlines

  @Test
  @Promise(Promise.DEADLINE)
  void write_deadlineAhead_isSeenUntilThen() {
    tier().write(key("a"), dueIn(Duration.ofMinutes(1), "Emma"), Condition.always());
    tier().write(key("b"), dueIn(Duration.ofMinutes(1), "Emma"), Condition.ifAbsent());

    assertThat(find(another(), "a")).isEqualTo("Emma");
    assertThat(find(another(), "b")).isEqualTo("Emma");
  }

  @Test
  @Promise(Promise.DEADLINE)
  void write_deadlinePassedOrNow_isNoError() {
    for (Duration life : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofDays(-400))) {
      put(tier(), "a", "Emma");

      assertThat(tier().write(key("a"), dueIn(life, "Ulysses"), Condition.always()).isCommitted())
          .isTrue();

      assertThat(find(tier(), "a"))
          .as("gone, or kept for the caller to judge")
          .isNotEqualTo("Emma");
      tier().remove(key("a"), Condition.always());
    }
  }

  @Test
  @Promise(Promise.SEEN)
  void write_overAnEntryWithADeadline_leavesNothingOfThatDeadline() {
    put(tier(), "c", "before");
    tier().write(key("a"), dueIn(Duration.ofSeconds(1), "Emma"), Condition.always());
    tier().write(key("b"), dueIn(Duration.ofSeconds(1), "Emma"), Condition.always());
    E seen = get(tier(), "c");
    tier().write(key("c"), dueIn(Duration.ofSeconds(1), "Emma"), Condition.ifUnchanged(seen));

    put(tier(), "a", "Ulysses");
    write(tier(), "b", "Ulysses", Condition.ifUnchanged(get(tier(), "b")));
    put(tier(), "c", "Ulysses");
    letPass(Duration.ofMillis(1_500));

    assertThat(find(tier(), "a")).isEqualTo("Ulysses");
    assertThat(find(tier(), "b")).isEqualTo("Ulysses");
    assertThat(find(tier(), "c")).isEqualTo("Ulysses");
  }

  private E dueIn(Duration life, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    return entry(bytes, clock().millis() + life.toMillis());
  }

  // ---- many at a time

  @Test
  @Promise(Promise.BULK)
  void getAll_someAbsentSomeTwice_returnsThoseThatAreThere() {
    put(tier(), "a", "Emma");
    put(tier(), "b", "Ulysses");

    Map<K, E> found = tier().getAll(List.of(key("a"), key("x"), key("b"), key("a")));

    assertThat(texts(found)).isEqualTo(Map.of(key("a"), "Emma", key("b"), "Ulysses"));
  }

  @Test
  @Promise(Promise.BULK)
  void bulk_ofNothing_doesNothing() {
    put(tier(), "a", "Emma");

    assertThat(tier().getAll(List.of())).isEmpty();
    tier().writeAll(Map.of());
    tier().removeAll(List.of());

    assertThat(scanned(tier())).containsOnlyKeys(key("a"));
  }

  @Test
  @Promise(Promise.BULK)
  void bulk_ofMany_readsWritesAndRemovesAll() {
    Map<K, E> entries = many();

    tier().writeAll(entries);

    assertThat(texts(readAll(another(), entries.keySet()))).isEqualTo(texts(entries));
    tier().removeAll(entries.keySet());
    assertThat(readAll(another(), entries.keySet())).isEmpty();
  }

  private Map<K, E> many() {
    Map<K, E> entries = new LinkedHashMap<>();
    IntStream.range(0, manyEntries()).forEach(i -> entries.put(key("k" + i), entry("v" + i)));
    return entries;
  }

  @Test
  @Promise(Promise.BULK)
  void operations_drawnByLot_agreeWithAMap() {
    seeded(
        random -> {
          Map<K, String> expected = new HashMap<>();
          List<Tier<K, E>> tiers = List.of(tier(), another());
          for (int step = 0; step < 3 * rounds(); step++) {
            operate(tiers.get(random.nextInt(2)), random, expected, "v" + step);
            String name = "k" + random.nextInt(8);
            assertThat(find(tiers.get(random.nextInt(2)), name)).isEqualTo(expected.get(key(name)));
          }
          assertThat(scanned(tier())).containsExactlyInAnyOrderEntriesOf(expected);
        });
  }

  private void operate(Tier<K, E> tier, Random random, Map<K, String> expected, String content) {
    List<K> keys = random.ints(3, 0, 8).mapToObj(i -> key("k" + i)).distinct().toList();
    K key = keys.get(0);
    switch (random.nextInt(6)) {
      case 0 -> {
        tier.write(key, entry(content), Condition.always());
        expected.put(key, content);
      }
      case 1 -> {
        boolean committed = tier.write(key, entry(content), Condition.ifAbsent()).isCommitted();
        assertThat(committed).isEqualTo(expected.putIfAbsent(key, content) == null);
      }
      case 2 -> {
        boolean removed = tier.remove(key, Condition.always());
        assertThat(removed).isEqualTo(expected.remove(key) != null);
      }
      case 3 -> {
        tier.writeAll(
            keys.stream().collect(Collectors.toMap(each -> each, each -> entry(content))));
        keys.forEach(each -> expected.put(each, content));
      }
      case 4 -> {
        tier.removeAll(keys);
        keys.forEach(expected::remove);
      }
      default -> {
        Map<K, String> wanted = new HashMap<>(expected);
        wanted.keySet().retainAll(keys);
        assertThat(texts(readAll(tier, keys))).isEqualTo(wanted);
      }
    }
  }

  // ---- walking

  @Test
  @Promise(Promise.SCAN)
  void scan_manyEntries_meetsAll() {
    Map<K, E> entries = many();
    tier().writeAll(entries);

    assertThat(scanned(another())).isEqualTo(texts(entries));
  }

  @Test
  @Promise(Promise.SCAN)
  void scan_pastTheEnd_throwsNoSuchElement() {
    put(tier(), "a", "Emma");
    Iterator<Map.Entry<K, E>> walk = tier().scan();
    walk.next();

    assertThat(walk.hasNext()).isFalse();
    assertThatThrownBy(walk::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  @Promise(Promise.SCAN)
  void scan_whileOthersComeAndGo_meetsAllThatStay() {
    List<K> staying = new ArrayList<>();
    for (int i = 0; i < manyEntries() / 4; i++) {
      put(tier(), "staying" + i, "v");
      staying.add(key("staying" + i));
    }
    Tier<K, E> other = another();
    AtomicBoolean done = new AtomicBoolean();
    try (Race race = new Race(2)) {
      race.run(n -> n == 0 ? walk(staying, done) : comeAndGo(other, done));
    }
  }

  private int walk(List<K> staying, AtomicBoolean done) {
    try {
      for (int i = 0; i < 5; i++) {
        assertThat(scanned(tier()).keySet()).containsAll(staying);
      }
      return 0;
    } finally {
      done.set(true);
    }
  }

  private int comeAndGo(Tier<K, E> tier, AtomicBoolean done) {
    int turns = 0;
    for (; !done.get(); turns++) {
      String name = "going" + turns % 50;
      put(tier, name, "v");
      tier.remove(key(name), Condition.always());
    }
    return turns;
  }

  // ---- clearing and closing

  @Test
  @Promise(Promise.CLEAR)
  void clear_entriesOfOthersOfAlikeName_leavesThem() {
    Tier<K, E> longer = opened(cache() + "2");
    Tier<K, E> nested = opened(cache() + ":2");
    put(tier(), "a", "Emma");
    put(longer, "a", "Ulysses");
    put(nested, "a", "Hamlet");

    tier().clear();

    assertThat(find(tier(), "a")).isNull();
    assertThat(scanned(tier())).isEmpty();
    assertThat(scanned(longer)).containsExactly(Map.entry(key("a"), "Ulysses"));
    assertThat(find(nested, "a")).isEqualTo("Hamlet");
    longer.clear();
    nested.clear();
  }

  @Test
  @Promise(Promise.CLEAR)
  void clear_manyEntries_removesAllForEveryone() {
    Map<K, E> entries = many();
    tier().writeAll(entries);
    Tier<K, E> other = another();
    assertThat(find(other, "k1")).isEqualTo("v1");

    tier().clear();

    assertThat(readAll(other, entries.keySet())).isEmpty();
    assertThat(scanned(other)).isEmpty();
    tier().clear();
    assertThat(write(other, "k1", "again", Condition.ifAbsent()).isCommitted()).isTrue();
    assertThat(find(tier(), "k1")).isEqualTo("again");
  }

  @Test
  @Promise(Promise.UNVERIFIED)
  void unverifyAll_whatIsThere_isUnverifiedOrGoneUntilItIsWrittenAgain() {
    put(tier(), "a", "Emma");
    put(tier(), "b", "Ulysses");
    assertThat(isVerified("a")).isTrue();

    tier().unverifyAll();
    put(tier(), "b", "Hamlet");
    put(tier(), "c", "Othello");

    assertThat(isVerified("a")).isFalse();
    assertThat(isVerified("b")).isTrue();
    assertThat(isVerified("c")).isTrue();
    tier().unverifyAll();
    assertThat(isVerified("b")).isFalse();
  }

  private boolean isVerified(String name) {
    E found = tier().get(key(name));
    return found != null && !tier().isUnverified(found);
  }

  @Test
  @Promise(Promise.TOKENS)
  void write_ifUnchangedAfterClear_conflicts() {
    put(tier(), "a", "Emma");
    E seen = get(tier(), "a");
    another().clear();

    assertThat(write(tier(), "a", "Ulysses", Condition.ifUnchanged(seen)).isCommitted()).isFalse();
    assertThat(find(tier(), "a")).isNull();
  }

  @Test
  @Promise(Promise.CLOSE)
  void close_one_leavesOthersWorking() {
    Tier<K, E> closing = tier().capabilities().shared() ? another() : opened(cache() + "-closing");
    put(closing, "a", "Emma");

    close(closing);

    put(tier(), "b", "Ulysses");
    assertThat(find(tier(), "b")).isEqualTo("Ulysses");
  }

  @Test
  @Promise(Promise.CLOSE)
  void open_afterClosing_findsWhatIsKeptBeyondThisProcess() {
    String name = cache() + "-again";
    Tier<K, E> closing = opened(name);
    boolean kept = closing.capabilities().shared() || closing.capabilities().persistent();
    put(closing, "a", "Emma");
    close(closing);

    Tier<K, E> again = opened(name);

    assertThat(find(again, "a")).isEqualTo(kept ? "Emma" : null);
    again.clear();
  }

  @Test
  @Promise(Promise.NO_IO)
  void capabilities_asked_areTheSameForTheWholeLife() {
    Capabilities first = opened(cache() + "-asked").capabilities();

    put(tier(), "a", "Emma");

    assertThat(tier().capabilities()).isEqualTo(first);
    assertThat(another().capabilities()).isEqualTo(first);
  }
}
