package io.tiercel.harness;

import io.tiercel.harness.Fault.Loss;
import io.tiercel.harness.Views.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Says what was wrong in a run, by the histories that its JVMs have written. */
final class FaultJudge {
  private final FaultRun run;
  private final Map<String, List<Operation>> alone;
  private final Map<String, List<Operation>> copied;
  private final List<String> violations = new ArrayList<>();
  private long longestLag;
  private int undecided;

  FaultJudge(FaultRun run) {
    this.run = run;
    this.alone = History.read(run.aloneFiles());
    this.copied = History.read(run.copiedFiles());
  }

  /**
   * What was wrong.
   *
   * @param views what every JVM saw in the end
   */
  List<String> judge(List<View> views) {
    if (run.fault().loss() != Loss.WRITES) {
      alone.values().forEach(this::judgeOrder);
      copied.forEach((key, operations) -> judgeReads(key, operations, views));
    }
    if (run.fault().loss() == Loss.NOTHING) {
      judgeCounter(views);
    }
    judgeDurations();
    return violations;
  }

  /** By how much a copy was read too late at worst. */
  Duration longestLag() {
    return Duration.ofNanos(longestLag);
  }

  /** Of how many keys nobody can tell whether all went well. */
  int undecided() {
    return undecided;
  }

  private void judgeOrder(List<Operation> ofOneKey) {
    List<Operation> all = new ArrayList<>(ofOneKey);
    if (run.fault().loss() == Loss.ENTRIES) {
      ofOneKey.forEach(o -> all.add(vanishing(o.key())));
    }
    try {
      Linearizability.violation(all).ifPresent(violations::add);
    } catch (IllegalStateException tooMuchWork) {
      undecided++;
    }
  }

  /** A removal by the server itself, which may happen at any time once the fault has begun. */
  private Operation vanishing(String key) {
    return new Operation(-1, key, Action.REMOVE, 0, 0, run.startedNanos());
  }

  private void judgeReads(String key, List<Operation> operations, List<View> views) {
    if (!isOrdered(key)) {
      return;
    }
    Superseded superseded = new Superseded(operations, run.healedNanos());
    operations.stream()
        .filter(o -> o.action() == Action.GET && o.hasReturned())
        .forEach(read -> judgeRead(read, superseded));
    if (!isOfTheDead(key)) {
      views.stream()
          .filter(view -> view.key().equals(key))
          .filter(view -> superseded.since(view.truth()) != Operation.NEVER)
          .forEach(view -> violations.add("came back after the end: " + view));
    }
  }

  /** Whether of two values the older is known; a counter that vanishes begins anew. */
  private boolean isOrdered(String key) {
    boolean mayBeginAnew = run.fault().loss() == Loss.ENTRIES && key.equals(run.keys().counter());
    return !mayBeginAnew && !key.equals(run.keys().free());
  }

  private void judgeRead(Operation read, Superseded superseded) {
    long since = superseded.since(read.result());
    if (since < read.invoked()) {
      long lag = read.invoked() - since;
      longestLag = Math.max(longestLag, lag);
      if (lag > Settings.LONGEST_LAG.toNanos()) {
        violations.add("read %,d ns too late: %s".formatted(lag, read));
      }
    }
    if (superseded.sinceWhereRead(read) < read.invoked()) {
      violations.add("own change not seen: " + read);
    }
  }

  /** What a JVM that was killed still owed the server is not made good. */
  private boolean isOfTheDead(String key) {
    return run.fault() == Fault.JVM_KILLED
        && run.clientsOfVictim().anyMatch(client -> key.startsWith(run.keys().allOf(client)));
  }

  private void judgeCounter(List<View> views) {
    String key = run.keys().counter();
    List<Operation> increments =
        copied.getOrDefault(key, List.of()).stream()
            .filter(o -> o.action() == Action.INCREMENT)
            .toList();
    List<String> results = increments.stream().flatMap(FaultJudge::result).toList();
    Set<String> different = new HashSet<>(results);
    if (different.size() < results.size()) {
      violations.add("increments lost: " + (results.size() - different.size()) + " came twice");
    }
    for (View view : views) {
      if (view.key().equals(key) && !isBetween(results.size(), view.truth(), increments.size())) {
        violations.add(
            "%d increments, %d acknowledged, but %s"
                .formatted(increments.size(), results.size(), view));
      }
    }
  }

  private static Stream<String> result(Operation o) {
    return Optional.ofNullable(o.result()).stream();
  }

  private static boolean isBetween(long least, String value, long most) {
    long number = value.equals("null") ? 0 : Long.parseLong(value);
    return least <= number && number <= most;
  }

  private void judgeDurations() {
    run.durations().values().stream()
        .flatMap(Collection::stream)
        .filter(nanos -> nanos > Settings.LONGEST_OPERATION.toNanos())
        .forEach(nanos -> violations.add("an operation took %,d ns".formatted(nanos)));
  }
}
