package io.tiercel.tiers.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.Journal;
import io.tiercel.tiers.spi.Journal.Mark;
import io.tiercel.tiers.spi.Journal.Page;
import io.tiercel.tiers.spi.Journal.Renewal;
import io.tiercel.tiers.spi.Journal.Standing;
import io.tiercel.tiers.spi.Journals;
import io.tiercel.tiers.spi.TierException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Holds journals to the promises of {@link Journal}. Each test uses a cache of its own. */
public abstract class JournalContract extends JournalRaces {
  /** For those who extend it. */
  protected JournalContract() {}

  /** Options under which there is no backend. */
  protected abstract Map<String, ?> optionsOfAbsentBackend();

  /** Has the backend lose all it has. */
  protected abstract void loseEverything();

  @Test
  final void open_noBackend_doesNoIo() {
    Journals journals = process(cache(), LONG, optionsOfAbsentBackend());
    Journal journal = journals.begin();

    assertThatThrownBy(() -> journal.add("a", 1, new byte[1])).isInstanceOf(TierException.class);
    assertThatThrownBy(() -> journals.takeOver(NONE)).isInstanceOf(TierException.class);
  }

  @Test
  final void takeOver_holderIsSilent_readsWhatWasAddedInOrder() {
    Journal journal = process(SHORT).begin();
    add(journal, "b", 1, "one");
    add(journal, "a", 2, "two");
    add(journal, "~hash:x", 3, "");

    Journal taken = takeOver(process(LONG));

    assertThat(taken.id()).isEqualTo(journal.id());
    assertThat(read(taken)).containsExactly("b=one", "a=two", "~hash:x=");
    assertThat(read(taken)).as("again").hasSize(3);
  }

  @Test
  final void takeOver_leaseGoesOn_getsNothing() {
    Journal journal = process(LONG).begin();
    add(journal, "a", 1, "one");

    assertThat(process(LONG).takeOver(NONE)).isEmpty();
    assertThat(process("other-" + cache(), LONG, options()).takeOver(NONE)).isEmpty();
    assertThat(renew(journal)).isEqualTo(Standing.HELD);
  }

  @Test
  final void takeOver_ofAnotherCache_getsNothing() {
    Journal journal = process(LONG).begin();
    add(journal, "a", 1, "one");
    journal.release();

    assertThat(process("other-" + cache(), LONG, options()).takeOver(NONE)).isEmpty();
  }

  @Test
  final void takeOver_known_leavesIt() {
    Journal journal = process(LONG).begin();
    add(journal, "a", 1, "one");
    journal.release();
    Journals survivor = process(LONG);

    assertThat(survivor.takeOver(Set.of(journal.id()))).isEmpty();
    assertThat(survivor.takeOver(NONE)).hasSize(1);
  }

  @Test
  final void takeOver_answerWasNotHeard_getsItAgain() {
    Journal journal = process(LONG).begin();
    add(journal, "a", 1, "one");
    journal.release();
    Journals survivor = process(LONG);
    assertThat(survivor.takeOver(NONE)).hasSize(1);

    assertThat(survivor.takeOver(NONE)).hasSize(1);
    assertThat(survivor.takeOver(Set.of(journal.id()))).isEmpty();
  }

  @Test
  final void takeOver_survivorDiesToo_theNextReadsTheSame() {
    Journal journal = process(LONG).begin();
    add(journal, "a", 1, "one");
    journal.release();
    assertThat(read(takeOver(process(SHORT)))).containsExactly("a=one");

    assertThat(read(takeOver(process(LONG)))).containsExactly("a=one");
  }

  @Test
  final void add_sameName_theLastCountsWhereverItIs() {
    Journal first = process(LONG).begin();
    Journal second = process(LONG).begin();
    add(first, "a", 1, "one");
    add(first, "a", 2, "two");
    add(first, "b", 3, "one");
    add(second, "b", 1, "two");
    add(second, "c", 2, "one");
    add(first, "c", 4, "two");

    assertThat(read(first)).containsExactly("a=two", "c=two");
    assertThat(read(second)).containsExactly("b=two");
  }

  @Test
  final void add_again_isThereOnce() {
    Journal journal = process(LONG).begin();
    String id = add(journal, "a", 1, "one");

    assertThat(add(journal, "a", 1, "one")).isEqualTo(id);
    assertThat(add(journal, "a", 2, "two")).isNotEqualTo(id);
    assertThat(add(journal, "a", 1, "one")).as("a later one is there").isEmpty();
    assertThat(read(journal)).containsExactly("a=two");
  }

  @Test
  final void remove_removesWhatIsMeantAlone() {
    Journal journal = process(LONG).begin();
    Journal other = process(LONG).begin();
    String old = add(journal, "a", 1, "one");
    add(journal, "a", 2, "two");
    String moved = add(journal, "b", 3, "one");
    add(other, "b", 3, "two");
    add(journal, "c", 4, "one");
    String gone = add(journal, "d", 5, "one");
    add(journal, "f", 7, "the one whose place number 8 should have taken");

    journal.remove(
        List.of(
            new Mark("a", 1, old),
            new Mark("b", 3, moved),
            new Mark("c", 4, ""),
            new Mark("d", 0, gone),
            new Mark("e", 6, ""),
            new Mark("f", 8, "")));

    assertThat(read(journal)).containsExactly("a=two");
    assertThat(read(other)).containsExactly("b=two");
  }

  @Test
  final void renew_tellsWhichChangesAreOvertaken() {
    Journal journal = process(LONG).begin();
    Journal other = process(LONG).begin();
    List<Mark> marks = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d")) {
      marks.add(new Mark(name, 1, add(journal, name, 1, "one")));
    }
    add(journal, "b", 2, "two");
    add(other, "c", 1, "two");
    String told = add(other, "d", 1, "two");
    other.remove(List.of(new Mark("d", 1, told)));

    assertThat(journal.renew(marks)).isEqualTo(new Renewal(Standing.HELD, Set.of("b", "c", "d")));
    assertThat(process(LONG).begin().renew(marks).overtaken()).hasSize(4);
  }

  @Test
  final void release_nothingInIt_ceasesToBe() {
    Journal journal = process(LONG).begin();
    String id = add(journal, "a", 1, "one");
    journal.remove(List.of(new Mark("a", 1, id)));

    journal.release();

    assertThat(process(LONG).takeOver(NONE)).isEmpty();
    assertThat(renew(journal)).isEqualTo(Standing.TAKEN);
  }

  @Test
  final void release_ofWhatAnotherTookOver_doesNothing() {
    Journal journal = process(SHORT).begin();
    add(journal, "a", 1, "one");
    Journal taken = takeOver(process(LONG));

    journal.release();

    assertThat(renew(taken)).isEqualTo(Standing.HELD);
    assertThat(process(LONG).takeOver(NONE)).isEmpty();
  }

  @Test
  final void add_wasTakenOver_isRefused() {
    Journal journal = process(SHORT).begin();
    add(journal, "a", 1, "one");
    Journal taken = takeOver(process(LONG));

    assertThat(journal.add("b", 2, new byte[1]).standing()).isEqualTo(Standing.TAKEN);
    assertThat(renew(journal)).isEqualTo(Standing.TAKEN);
    assertThat(read(taken)).containsExactly("a=one");

    taken.remove(marks(readAll(taken)));
    taken.release();
    assertThat(journal.add("b", 2, new byte[1]).standing()).isEqualTo(Standing.TAKEN);
    assertThat(renew(journal)).isEqualTo(Standing.TAKEN);
  }

  @Test
  final void renew_silentTooLongButNotTakenOver_isHeldAgain() {
    Journal journal = process(SHORT).begin();
    add(journal, "a", 1, "one");

    assertThat(renew(journal)).isEqualTo(Standing.HELD);
    add(journal, "b", 2, "two");
    assertThat(read(journal)).containsExactly("a=one", "b=two");
  }

  @Test
  final void add_backendLostEverything_saysSo() {
    Journals journals = process(LONG);
    Journal journal = journals.begin();
    add(journal, "a", 1, "one");

    loseEverything();

    assertThat(await(() -> answer(() -> renew(journal)), "an answer")).isEqualTo(Standing.LOST);
    assertThat(journal.add("b", 2, new byte[1]).standing()).isEqualTo(Standing.LOST);
    Journal next = journals.begin();
    add(next, "a", 1, "one");
    assertThat(renew(journal)).isEqualTo(Standing.LOST);
    assertThat(read(next)).containsExactly("a=one");
  }

  private static @Nullable Standing answer(Supplier<Standing> question) {
    try {
      return question.get();
    } catch (TierException e) {
      return null;
    }
  }

  @Test
  final void read_manyAndLarge_goesOnPageByPage() {
    Journal journal = process(LONG).begin();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      String text = "x".repeat(i % 100 == 0 ? 400_000 : 10);
      add(journal, "n" + i, i + 1, text);
      expected.add("n" + i + "=" + text);
    }
    journal.release();
    Journal taken = takeOver(process(LONG));

    assertThat(taken.read(null).changes().size()).isLessThan(700);
    assertThat(read(taken)).isEqualTo(expected);

    taken.remove(marks(readAll(taken)));
    assertThat(taken.read(null)).isEqualTo(new Page(List.of(), null));
  }
}
