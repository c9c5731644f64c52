package io.tiercel.internal.writebehind;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.internal.writebehind.WriteBehind.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is written when, with the time moved by hand. */
class BacklogTest {
  private static final long START = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();

  /** Passes the point where the times of {@link System#nanoTime} overflow. */
  private long now = START;

  private final Backlog<String, Integer> backlog = new Backlog<>(options(), now);

  private static WriteBehind options() {
    return new WriteBehind(
        Kind.MEMORY,
        4,
        2,
        Duration.ofSeconds(10),
        Duration.ZERO,
        Duration.ofSeconds(1),
        Duration.ofMinutes(5),
        Duration.ZERO,
        null,
        false,
        Duration.ofSeconds(10),
        null);
  }

  private void put(String key, Integer value) {
    backlog.put(new Change<>(key, value), 0, now);
  }

  private void advance(Duration time) {
    now += time.toNanos();
  }

  private List<Waiting<String, Integer>> take() {
    return backlog.take(now);
  }

  private List<String> due() {
    return told(take());
  }

  private static List<String> told(List<Waiting<String, Integer>> batch) {
    return batch.stream().map(one -> one.key + "=" + one.value).toList();
  }

  @Test
  void take_beforeTheDelayIsOver_isNothing() {
    put("a", 1);
    advance(Duration.ofSeconds(9));

    assertThat(take()).isEmpty();
    assertThat(backlog.nextNanos(now) - now).isEqualTo(Duration.ofSeconds(1).toNanos());

    advance(Duration.ofSeconds(1));
    assertThat(due()).containsExactly("a=1");
  }

  @Test
  void put_keyWaits_takesItsPlaceAndItsTime() {
    put("a", 1);
    put("b", 1);
    advance(Duration.ofSeconds(9));
    put("a", 2);
    advance(Duration.ofSeconds(1));

    assertThat(due()).containsExactly("a=2", "b=1");
  }

  @Test
  void take_writesAndDeletions_areOneKindAtATimeInOrder() {
    put("a", 1);
    put("b", null);
    put("c", null);
    advance(Duration.ofSeconds(10));

    for (String batch : List.of("[a=1]", "[b=null, c=null]", "[]")) {
      List<Waiting<String, Integer>> taken = take();
      assertThat(told(taken)).hasToString(batch);
      backlog.settle(taken, Set.of(), now);
    }
    assertThat(backlog.isEmpty()).isTrue();
  }

  @Test
  void take_full_doesNotWait() {
    for (String key : List.of("a", "b", "c", "d")) {
      assertThat(take()).isEmpty();
      put(key, 1);
    }

    assertThat(due()).as("a batch of two").containsExactly("a=1", "b=1");
  }

  @Test
  void put_whileTheKeyIsUnderWay_isWrittenAfterIt() {
    put("a", 1);
    advance(Duration.ofSeconds(10));
    List<Waiting<String, Integer>> first = take();
    put("a", 2);
    backlog.settle(first, Set.of(), now);

    assertThat(told(first)).containsExactly("a=1");
    assertThat(backlog.find("a").change()).isEqualTo(new Change<>("a", 2));
    advance(Duration.ofSeconds(10));
    assertThat(due()).containsExactly("a=2");
  }

  @Test
  void settle_failed_isTriedAgainAfterPausesThatDouble() {
    put("a", 1);
    advance(Duration.ofSeconds(10));
    for (long pause : new long[] {1, 2, 4, 8, 16, 30, 30}) {
      assertThat(backlog.settle(take(), Set.of("a"), now)).isEmpty();
      advance(Duration.ofSeconds(pause).minusNanos(1));
      assertThat(take()).as("before %d s have passed", pause).isEmpty();
      advance(Duration.ofNanos(1));
    }

    assertThat(due()).containsExactly("a=1");
  }

  @Test
  void settle_failedTogether_areTriedAloneAndNotGivenUpBefore() {
    put("a", 1);
    put("b", 1);
    advance(Duration.ofHours(1));
    assertThat(backlog.settle(take(), Set.of("a", "b"), now)).isEmpty();
    advance(Duration.ofHours(1));

    List<Waiting<String, Integer>> alone = take();
    assertThat(told(alone)).containsExactly("a=1");
    assertThat(told(backlog.settle(alone, Set.of("a"), now))).containsExactly("a=1");

    advance(Duration.ofSeconds(2));
    assertThat(due()).containsExactly("b=1");
  }

  @Test
  void settle_oneFailed_othersGoOn() {
    put("a", 1);
    put("b", 1);
    advance(Duration.ofSeconds(10));
    backlog.settle(take(), Set.of("a"), now);
    put("c", 1);
    backlog.hurry(now);

    assertThat(due()).containsExactly("a=1");
    assertThat(due()).as("one is under way").doesNotContain("b=1");
  }

  @Test
  void take_aRetryFailed_isWhatHasFailedLeast() {
    put("a", 1);
    advance(Duration.ofSeconds(10));
    backlog.settle(take(), Set.of("a"), now);
    put("b", 1);
    put("c", 1);
    put("d", 1);
    advance(Duration.ofSeconds(10));
    backlog.settle(take(), Set.of("a"), now);
    advance(Duration.ofSeconds(2));

    List<Waiting<String, Integer>> other = take();
    assertThat(told(other)).as("alone, as the writer may be down").containsExactly("b=1");
    backlog.settle(other, Set.of(), now);

    List<Waiting<String, Integer>> again = take();
    assertThat(told(again)).as("it is not").containsExactly("a=1");
    backlog.settle(again, Set.of("a"), now);
    advance(Duration.ofSeconds(1));
    assertThat(due()).containsExactly("c=1", "d=1");
  }

  @Test
  void take_onlyRetriesWait_noneKeepsTheOthersWaiting() {
    put("a", 1);
    put("b", 1);
    advance(Duration.ofSeconds(10));
    backlog.settle(take(), Set.of("a", "b"), now);
    List<String> tried = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      advance(Duration.ofSeconds(30));
      List<Waiting<String, Integer>> taken = take();
      tried.addAll(told(taken));
      backlog.settle(taken, Set.of(taken.get(0).key), now);
    }

    assertThat(tried).contains("b=1");
  }

  @Test
  void put_newerThanOneThatFails_hasTimeOfItsOwn() {
    put("a", 1);
    advance(Duration.ofSeconds(10));
    backlog.settle(take(), Set.of("a"), now);
    advance(Duration.ofMinutes(5));
    put("a", 2);

    assertThat(backlog.settle(take(), Set.of("a"), now)).as("given up").isEmpty();
    advance(Duration.ofMinutes(5));
    assertThat(told(backlog.settle(take(), Set.of("a"), now))).containsExactly("a=2");
  }

  @Test
  void forget_whatWaitsIsUnderWayOrIsComing_goesWithWhatCameBeforeIt() {
    backlog.put(new Change<>("a", 1), 1, now);
    advance(Duration.ofSeconds(10));
    Waiting<String, Integer> told = take().get(0);
    backlog.put(new Change<>("a", 2), 2, now);
    backlog.put(new Change<>("b", 3), 3, now);
    backlog.put(new Change<>("c", 4), 4, now);

    backlog.forget(Map.of("a", 2L, "b", 2L, "c", 5L));

    assertThat(told.isForgotten).isTrue();
    assertThat(backlog.all().stream().map(one -> one.key)).containsExactly("b");
    backlog.put(new Change<>("c", 5), 5, now);
    assertThat(backlog.find("c")).isNull();
    backlog.put(new Change<>("c", 6), 6, now);
    assertThat(backlog.find("c").change()).isEqualTo(new Change<>("c", 6));
    assertThat(backlog.settle(List.of(told), Set.of("a"), now)).isEmpty();
    assertThat(backlog.find("a")).isNull();
  }
}
