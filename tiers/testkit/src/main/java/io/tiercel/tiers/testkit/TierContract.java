package io.tiercel.tiers.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.Tier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
public abstract class TierContract<K, E> extends TierSweeps<K, E> {

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
    E seen = get(tier(), "c");
    tier().write(key("c"), dueIn(Duration.ofSeconds(1), "Emma"), Condition.ifUnchanged(seen));

    put(tier(), "a", "Ulysses");
    do { // it may be due before it is replaced
      tier().write(key("b"), dueIn(Duration.ofSeconds(1), "Emma"), Condition.always());
    } while (!tryReplace("b", "Ulysses"));
    put(tier(), "c", "Ulysses");
    letPass(Duration.ofMillis(1_500));

    assertThat(find(tier(), "a")).isEqualTo("Ulysses");
    assertThat(find(tier(), "b")).isEqualTo("Ulysses");
    assertThat(find(tier(), "c")).isEqualTo("Ulysses");
  }

  private boolean tryReplace(String name, String content) {
    E seen = tier().get(key(name));
    return seen != null
        && tier().write(key(name), entry(content), Condition.ifUnchanged(seen)).isCommitted();
  }

  @Test
  @Promise(Promise.SEEN)
  void exchange_overAnEntryWithADeadline_leavesNothingOfThatDeadline() {
    tier().exchange(key("b"), dueIn(Duration.ofSeconds(1), "Ulysses"));
    tier().exchange(key("b"), entry("Hamlet"));

    letPass(Duration.ofMillis(1_500));

    assertThat(find(tier(), "b")).isEqualTo("Hamlet");
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

  // ---- opening and closing

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
