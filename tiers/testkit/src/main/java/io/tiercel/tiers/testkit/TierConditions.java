package io.tiercel.tiers.testkit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.WriteResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The promises of a tier to those whose changes rest on what was there, one after another. */
abstract class TierConditions<K, E> extends TierRaces<K, E> {

  TierConditions() {}

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
  @Promise(Promise.ATOMIC)
  void take_presentAndAbsent_returnsWhatWasThere() {
    put(tier(), "a", "Emma");

    E former = requireNonNull(another().take(key("a")));

    assertThat(text(former)).isEqualTo("Emma");
    assertThat(find(tier(), "a")).isNull();
    assertThat(tier().take(key("a"))).isNull();
    assertThat(write(tier(), "a", "Ulysses", Condition.ifAbsent()).isCommitted()).isTrue();
  }
}
