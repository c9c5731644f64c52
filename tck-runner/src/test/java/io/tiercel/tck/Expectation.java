package io.tiercel.tck;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What a run of the TCK must show to count as passed in earnest. */
enum Expectation {

  /** All of the TCK on a stack whose truth is in the heap. */
  BY_REFERENCE(493, true, 0),

  /**
   * All of the TCK on a stack whose truth is in bytes, where nothing can be stored by reference.
   */
  BY_VALUE(493, true, 12),

  /** The tests of the annotations alone. */
  ANNOTATIONS(12, false, 0);

  /** Fails unless it is excluded: the TCK's proof that the list of exclusions is read. */
  static final String DUMMY = "org.jsr107.tck.CachingTest#dummyTest";

  private final int tests;
  private final boolean dummy;
  private final int byReference;

  Expectation(int tests, boolean dummy, int byReference) {
    this.tests = tests;
    this.dummy = dummy;
    this.byReference = byReference;
  }

  /** Everything wrong with a run, worded for the reader of a build log. */
  List<String> problems(TckRun run) {
    List<String> problems = new ArrayList<>();
    if (!run.finished()) {
      problems.add(run.end());
    }
    if (run.tests().size() != tests) {
      problems.add("ran " + run.tests().size() + " distinct tests instead of " + tests);
    }
    run.failed().forEach((test, reason) -> problems.add(test + ": " + reason));
    if (dummy != run.excluded().contains(DUMMY)) {
      problems.add(
          dummy
              ? DUMMY + " was not seen to be excluded: exclusions go unnoticed"
              : DUMMY + " was excluded, though it is none of these tests");
    }
    int notByReference = byReference(run).size();
    if (notByReference != byReference) {
      problems.add(notByReference + " tests by reference excluded instead of " + byReference);
    }
    SortedSet<String> others = others(run);
    if (!others.isEmpty()) {
      problems.add(others.size() + " tests passed without running: " + String.join(", ", others));
    }
    return problems;
  }

  /** The exclusions of a run with their reasons, such as {@code 1: dummyTest}. */
  static String reasons(TckRun run) {
    List<String> reasons = new ArrayList<>();
    if (run.excluded().contains(DUMMY)) {
      reasons.add("`dummyTest`");
    }
    if (!byReference(run).isEmpty()) {
      reasons.add(byReference(run).size() + " by reference");
    }
    if (!others(run).isEmpty()) {
      reasons.add(others(run).size() + " unexplained");
    }
    return run.excluded().isEmpty()
        ? "0"
        : run.excluded().size() + reasons.stream().collect(joining(", ", " (", ")"));
  }

  private static SortedSet<String> byReference(TckRun run) {
    return run.excluded().stream()
        .filter(Expectation::isByReference)
        .collect(toCollection(TreeSet::new));
  }

  private static SortedSet<String> others(TckRun run) {
    SortedSet<String> others = new TreeSet<>(run.excluded());
    others.remove(DUMMY);
    others.removeAll(byReference(run));
    return others;
  }

  private static boolean isByReference(String test) {
    return test.startsWith("org.jsr107.tck.StoreByReferenceTest#")
        || test.equals(
            "org.jsr107.tck.TypesTest#simpleAPINoGenericsAndNoTypeEnforcementStoreByReference");
  }
}
