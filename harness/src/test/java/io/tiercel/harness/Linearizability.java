package io.tiercel.harness;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether operations on one key, of many clients at the same time, can be explained by some
 * order in which they happened one by one, each between its invocation and its return.
 *
 * <p>The search is that of Wing and Gong, breadth first and just in time, as Lowe has it (<a
 * href="https://doi.org/10.1002/cpe.3928">Testing for linearizability</a>, 2017): it goes along the
 * history and keeps every guess at what is held and which of the open operations have happened.
 * Operations are made to happen only when one returns that must have. A history has an explanation
 * when a guess is left at the end.
 *
 * <p>An operation that never returned may happen at any time after its invocation, or not at all.
 * Of two guesses that differ only in such operations, the one that has used fewer of them can do
 * whatever the other can, which is then forgotten.
 */
final class Linearizability {
  private static final int MOST_GUESSES = 10_000;

  private final List<Operation> operations;
  private final BitSet open = new BitSet();
  private Collection<Guess> guesses = List.of(new Guess(null, new BitSet(), new BitSet()));

  private Linearizability(List<Operation> operations) {
    this.operations = operations;
  }

  /**
   * Looks for a reason why a history has no explanation.
   *
   * @param ofOneKey the operations on a key that nobody held before, in any order
   * @return what cannot be explained, or nothing if everything can
   * @throws IllegalStateException when it is too much work to tell
   */
  static Optional<String> violation(List<Operation> ofOneKey) {
    return new Linearizability(ofOneKey).search();
  }

  private Optional<String> search() {
    for (Event event : events()) {
      if (event.isInvocation()) {
        open.set(event.operation());
        continue;
      }
      Collection<Guess> before = guesses;
      guesses = afterwards(event.operation());
      if (guesses.isEmpty()) {
        return Optional.of(report(event, before));
      }
      open.clear(event.operation());
    }
    return Optional.empty();
  }

  /** At the same nanosecond invocations come first: they may have been concurrent. */
  private List<Event> events() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      events.add(new Event(operations.get(i).invoked(), true, i));
      if (operations.get(i).hasReturned()) {
        events.add(new Event(operations.get(i).returned(), false, i));
      }
    }
    events.sort(Comparator.comparingLong(Event::nanos).thenComparing(e -> !e.isInvocation()));
    return events;
  }

  /** Every guess in which this operation has happened, having let others happen before it. */
  private Collection<Guess> afterwards(int returned) {
    Visited visited = new Visited();
    List<Guess> explained = new ArrayList<>();
    Queue<Guess> next = new ArrayDeque<>(guesses);
    while (!next.isEmpty()) {
      Guess guess = next.remove();
      if (!visited.add(guess)) {
        continue;
      }
      if (guess.happened.get(returned)) {
        explained.add(guess.without(returned));
      } else {
        Set<List<Object>> tried = new HashSet<>();
        open.stream().filter(i -> isWorthTrying(i, guess, tried)).forEach(i -> let(i, guess, next));
      }
    }
    return explained;
  }

  /** Of operations without a return that do the same, one is as good as another. */
  private boolean isWorthTrying(int i, Guess guess, Set<List<Object>> tried) {
    Operation o = operations.get(i);
    return !guess.happened.get(i)
        && !guess.used.get(i)
        && (o.hasReturned() || tried.add(List.of(o.action(), o.first(), o.second())));
  }

  /** Lets an open operation happen next, if its result allows it. */
  private void let(int i, Guess guess, Queue<Guess> next) {
    Operation operation = operations.get(i);
    Action.Outcome outcome = operation.on(guess.held);
    if (operation.hasReturned()) {
      if (outcome.result().equals(operation.result())) {
        next.add(new Guess(outcome.held(), with(guess.happened, i), guess.used));
      }
    } else if (!Objects.equals(outcome.held(), guess.held)) {
      next.add(new Guess(outcome.held(), guess.happened, with(guess.used, i)));
    }
  }

  private static BitSet with(BitSet set, int i) {
    BitSet more = (BitSet) set.clone();
    more.set(i);
    return more;
  }

  private String report(Event event, Collection<Guess> before) {
    Operation returned = operations.get(event.operation());
    List<String> held =
        before.stream().map(guess -> String.valueOf(guess.held)).distinct().sorted().toList();
    Stream<Operation> until = operations.stream().filter(o -> o.invoked() <= event.nanos());
    return "key %s: no order explains%n  %s%nThe key may have held one of %s. The operations before it:%n%s"
        .formatted(
            returned.key(),
            returned,
            held,
            until
                .sorted(Comparator.comparingLong(Operation::invoked))
                .map(o -> "  " + o + System.lineSeparator())
                .collect(Collectors.joining()));
  }

  /** An operation's invocation or its return. */
  private record Event(long nanos, boolean isInvocation, int operation) {}

  /**
   * A possible state of affairs.
   *
   * @param held the key's value
   * @param happened the open operations that have happened and are yet to return
   * @param used the operations without a return that have happened
   */
  private record Guess(@Nullable Long held, BitSet happened, BitSet used) {
    Guess without(int returned) {
      BitSet fewer = (BitSet) happened.clone();
      fewer.clear(returned);
      return new Guess(held, fewer, used);
    }
  }

  /** The guesses met in one step, but for those that a better one makes superfluous. */
  private static final class Visited {
    private final Map<List<Object>, List<BitSet>> used = new HashMap<>();
    private int count;

    /** Whether nothing as good has been met. */
    boolean add(Guess guess) {
      List<Object> rest =
          guess.held == null ? List.of(guess.happened) : List.of(guess.happened, guess.held);
      List<BitSet> known = used.computeIfAbsent(rest, any -> new ArrayList<>());
      if (known.stream().anyMatch(fewer -> contains(guess.used, fewer))) {
        return false;
      }
      known.add(guess.used);
      if (++count > MOST_GUESSES) {
        throw new IllegalStateException(
            "more than %,d guesses: have fewer clients or failures per key"
                .formatted(MOST_GUESSES));
      }
      return true;
    }

    private static boolean contains(BitSet more, BitSet fewer) {
      BitSet missing = (BitSet) fewer.clone();
      missing.andNot(more);
      return missing.isEmpty();
    }
  }
}
