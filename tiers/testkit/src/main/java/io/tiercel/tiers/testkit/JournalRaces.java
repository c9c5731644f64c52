package io.tiercel.tiers.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.Journal;
import io.tiercel.tiers.spi.Journal.Left;
import io.tiercel.tiers.spi.Journal.Standing;
import io.tiercel.tiers.spi.Journals;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The promises of journals that only hold or break when several use them at a time. */
abstract class JournalRaces extends JournalFixture {
  private static final int ROUNDS = 80;

  JournalRaces() {}

  @Test
  final void takeOver_byManyAtOnce_givesEachJournalToOne() {
    int processes = 4;
    List<Journals> survivors = Stream.generate(() -> process(LONG)).limit(processes).toList();
    Journals dying = process(LONG);
    try (Race race = new Race(processes)) {
      for (int round = 0; round < ROUNDS; round++) {
        Journal journal = dying.begin();
        add(journal, "a", 1, "one");
        journal.release();

        List<List<Journal>> taken = race.run(number -> survivors.get(number).takeOver(NONE));

        List<Journal> all =
            taken.stream()
                .flatMap(List::stream)
                .filter(one -> one.id().equals(journal.id()))
                .toList();
        assertThat(all).as("round " + round).hasSize(1);
        all.get(0).remove(marks(readAll(all.get(0))));
        all.get(0).release();
      }
    }
  }

  /** The lease is so short that the journal may be taken over at any moment. */
  @Test
  final void add_whileAnotherTakesOver_isReadByItOrRefused() {
    long seed = Long.getLong("tiercel.seed", System.nanoTime());
    Random random = new Random(seed);
    Journals holder = process(SHORT);
    Journals survivor = process(LONG);
    try (Race race = new Race(2)) {
      for (int round = 0; round < ROUNDS; round++) {
        Journal journal = holder.begin();
        add(journal, "first", 1, "one");
        int pauseEvery = 1 + random.nextInt(20);

        List<Set<String>> names =
            race.run(
                number ->
                    number == 0
                        ? addUntilTaken(journal, pauseEvery)
                        : readNames(takeOver(survivor)));

        assertThat(names.get(1))
            .as("round %d, -Dtiercel.seed=%d", round, seed)
            .containsAll(names.get(0));
      }
    }
  }

  private static Set<String> addUntilTaken(Journal journal, int pauseEvery) {
    Set<String> added = new HashSet<>();
    for (int i = 1; ; i++) {
      String name = journal.id() + "-" + i;
      if (journal.add(name, i, new byte[1]).standing() != Standing.HELD) {
        return added;
      }
      added.add(name);
      if (i % pauseEvery == 0) {
        LockSupport.parkNanos(SHORT.toNanos());
      }
    }
  }

  private static Set<String> readNames(Journal taken) {
    List<Left> all = readAll(taken);
    taken.remove(marks(all));
    taken.release();
    return all.stream().map(Left::name).collect(Collectors.toSet());
  }
}
