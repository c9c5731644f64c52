package io.tiercel.tiers.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Tier;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The promises of a tier about what goes over all entries of a cache: walks, clearing, doubt. */
abstract class TierSweeps<K, E> extends TierConditions<K, E> {

  TierSweeps() {}

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
}
