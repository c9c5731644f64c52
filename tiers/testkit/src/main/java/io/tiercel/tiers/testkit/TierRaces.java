package io.tiercel.tiers.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The promises of a tier that only hold or break when several write at a time. */
@Timeout(120)
abstract class TierRaces<K, E> extends TierFixture<K, E> {
  private static final int THREADS = 4;
  private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();

  TierRaces() {}

  @Test
  @Promise(Promise.ONE_COMMITS)
  void write_severalIfAbsentAtATime_exactlyOneCommits() {
    List<Tier<K, E>> tiers = List.of(tier(), another());
    try (Race race = new Race(THREADS)) {
      for (int round = 0; round < rounds(); round++) {
        String name = "absent" + round;

        List<Boolean> committed =
            race.run(n -> commits(tiers.get(n % 2), name, "by" + n, Condition.ifAbsent()));

        assertExactlyOne(committed, name);
      }
    }
  }

  @Test
  @Promise(Promise.ONE_COMMITS)
  void write_severalIfUnchangedThatSawTheSame_exactlyOneCommits() {
    List<Tier<K, E>> tiers = List.of(tier(), another());
    try (Race race = new Race(THREADS)) {
      for (int round = 0; round < rounds(); round++) {
        String name = "seen" + round;
        put(tier(), name, "before");
        List<E> seen = tiers.stream().map(tier -> get(tier, name)).toList();

        List<Boolean> committed =
            race.run(
                n ->
                    commits(
                        tiers.get(n % 2), name, "by" + n, Condition.ifUnchanged(seen.get(n % 2))));

        assertExactlyOne(committed, name);
      }
    }
  }

  private boolean commits(Tier<K, E> tier, String name, String content, Condition<E> condition) {
    return write(tier, name, content, condition).isCommitted();
  }

  private void assertExactlyOne(List<Boolean> committed, String name) {
    assertThat(committed).as("who committed").containsOnlyOnce(true);
    assertThat(find(tier(), name)).isEqualTo("by" + committed.indexOf(true));
  }

  @Test
  @Promise(Promise.ONE_COMMITS)
  void remove_severalThatSawTheSame_exactlyOneRemoves() {
    List<Tier<K, E>> tiers = List.of(tier(), another());
    try (Race race = new Race(THREADS)) {
      for (int round = 0; round < rounds(); round++) {
        String name = "removed" + round;
        put(tier(), name, "before");
        List<E> seen = tiers.stream().map(tier -> get(tier, name)).toList();

        List<Boolean> removed =
            race.run(
                n -> tiers.get(n % 2).remove(key(name), Condition.ifUnchanged(seen.get(n % 2))));

        assertThat(removed).as("who removed").containsOnlyOnce(true);
        assertThat(find(tier(), name)).isNull();
      }
    }
  }

  @Test
  @Promise(Promise.ATOMIC)
  void write_severalCountByIfUnchanged_noneIsLost() {
    List<Tier<K, E>> tiers = List.of(tier(), another());
    put(tier(), "count", "0");

    try (Race race = new Race(THREADS)) {
      race.run(n -> increment(tiers.get(n % 2), "count", rounds()));
    }

    assertThat(find(tier(), "count")).isEqualTo(String.valueOf(THREADS * rounds()));
  }

  private int increment(Tier<K, E> tier, String name, int times) {
    int conflicts = 0;
    for (int done = 0; done < times; ) {
      E seen = get(tier, name);
      String next = String.valueOf(Integer.parseInt(text(seen)) + 1);
      if (commits(tier, name, next, Condition.ifUnchanged(seen))) {
        done++;
      } else {
        conflicts++;
      }
    }
    return conflicts;
  }

  @Test
  @Promise(Promise.ATOMIC)
  void exchange_severalAtATime_handEachEntryOutOnce() {
    List<Tier<K, E>> tiers = List.of(tier(), another());
    try (Race race = new Race(THREADS)) {
      List<String> handedOut =
          race.run(n -> exchangeAndTake(tiers.get(n % 2), "by" + n + "-")).stream()
              .flatMap(List::stream)
              .toList();

      assertThat(handedOut).hasSizeGreaterThanOrEqualTo(1).doesNotHaveDuplicates();
      E last = tier().take(key("exchanged"));
      assertThat(handedOut.size() + (last == null ? 0 : 1))
          .as("entries that were handed out, of those written")
          .isEqualTo(THREADS * rounds());
    }
  }

  /** Every fourth step takes. */
  private List<String> exchangeAndTake(Tier<K, E> tier, String content) {
    List<String> handedOut = new ArrayList<>();
    for (int i = 0; i < rounds(); i++) {
      E former = tier.exchange(key("exchanged"), entry(content + i));
      E taken = i % 4 == 0 ? tier.take(key("exchanged")) : null;
      Stream.of(former, taken)
          .filter(Objects::nonNull)
          .forEach(entry -> handedOut.add(text(entry)));
    }
    return handedOut;
  }

  @Test
  @Promise(Promise.NO_RETURN)
  void get_whileOneWritesAndRemoves_neverGoesBack() {
    seeded(
        random -> {
          Tier<K, E> writer = tier();
          Tier<K, E> reader = another();
          long seed = random.nextLong();
          AtomicBoolean done = new AtomicBoolean();
          CountDownLatch watched = new CountDownLatch(2 * rounds());
          try (Race race = new Race(3)) {
            race.run(
                n -> n == 0 ? ascend(writer, seed, watched, done) : watch(reader, watched, done));
          }
        });
  }

  /** Goes on until the others have met enough, or do not seem to. */
  private int ascend(Tier<K, E> tier, long seed, CountDownLatch watched, AtomicBoolean done) {
    Random random = new Random(seed);
    long start = System.nanoTime();
    try {
      for (int step = 1; step <= rounds() || isAwaited(watched, start); step++) {
        if (random.nextInt(5) == 0) {
          tier.remove(key("ascending"), Condition.always());
        } else {
          put(tier, "ascending", String.valueOf(step));
        }
      }
      return 0;
    } finally {
      done.set(true);
    }
  }

  private int watch(Tier<K, E> tier, CountDownLatch watched, AtomicBoolean done) {
    int highest = 0;
    try {
      while (!done.get()) {
        String found = find(tier, "ascending");
        if (found != null) {
          int step = Integer.parseInt(found);
          assertThat(step).as("a step after %s", highest).isGreaterThanOrEqualTo(highest);
          if (step > highest) {
            watched.countDown();
          }
          highest = step;
        }
      }
      return highest;
    } finally {
      release(watched);
    }
  }

  private static boolean isAwaited(CountDownLatch watched, long startNanos) {
    return watched.getCount() > 0 && System.nanoTime() - startNanos < PATIENCE_NANOS;
  }

  private static void release(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      latch.countDown();
    }
  }

  @Test
  @Promise(Promise.SEEN)
  void get_afterOwnWriteWhileOthersWriteOtherKeys_seesIt() {
    List<Tier<K, E>> tiers = List.of(tier(), another());
    try (Race race = new Race(THREADS)) {
      race.run(
          n -> {
            for (int i = 0; i < rounds(); i++) {
              put(tiers.get(n % 2), "own" + n, "v" + i);
              assertThat(find(tiers.get((n + i) % 2), "own" + n)).isEqualTo("v" + i);
            }
            return n;
          });
    }
  }

  @Test
  @Promise(Promise.ATOMIC)
  void get_whileLargeEntriesAreWritten_neverMixesTwo() {
    Tier<K, E> writer = tier();
    Tier<K, E> reader = another();
    int size = Math.min(50_000, largestContent());
    AtomicBoolean done = new AtomicBoolean();
    CountDownLatch watched = new CountDownLatch(rounds());
    try (Race race = new Race(2)) {
      race.run(
          n ->
              n == 0
                  ? fill(writer, size, watched, done)
                  : checkFilled(reader, size, watched, done));
    }
  }

  private int fill(Tier<K, E> tier, int size, CountDownLatch watched, AtomicBoolean done) {
    long start = System.nanoTime();
    try {
      for (int i = 0; i < rounds() || isAwaited(watched, start); i++) {
        put(tier, "filled", String.valueOf((char) ('a' + i % 26)).repeat(size));
      }
      return 0;
    } finally {
      done.set(true);
    }
  }

  private int checkFilled(Tier<K, E> tier, int size, CountDownLatch watched, AtomicBoolean done) {
    int met = 0;
    try {
      for (; !done.get(); met++) {
        String found = find(tier, "filled");
        if (found != null) {
          assertThat(isFilled(found, size)).as("one entry, whole").isTrue();
          watched.countDown();
        }
      }
      return met;
    } finally {
      release(watched);
    }
  }

  private static boolean isFilled(String text, int size) {
    return text.length() == size && text.chars().allMatch(c -> c == text.charAt(0));
  }
}
