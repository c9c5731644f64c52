package io.tiercel.tck;

import static io.tiercel.tck.Expectation.ANNOTATIONS;
import static io.tiercel.tck.Expectation.BY_REFERENCE;
import static io.tiercel.tck.Expectation.BY_VALUE;
import static io.tiercel.tck.Expectation.DUMMY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ExpectationTest {

  @Test
  void problems_wholeRun_none() {
    assertThat(BY_REFERENCE.problems(run(493, dummy()))).isEmpty();
    assertThat(BY_VALUE.problems(run(493, dummyAndByReference()))).isEmpty();
    assertThat(ANNOTATIONS.problems(run(12, new TreeSet<>()))).isEmpty();
  }

  @Test
  void problems_testMissing_saysHowManyRan() {
    assertThat(BY_REFERENCE.problems(run(492, dummy())))
        .containsExactly("ran 492 distinct tests instead of 493");
  }

  @Test
  void problems_testFails_namesItAndItsReason() {
    SortedMap<String, String> tests = tests(493, dummy());
    tests.put(tests.lastKey(), "failure X: y");

    assertThat(BY_REFERENCE.problems(new TckRun("heap", tests, dummy(), new TreeSet<>(), "", 1)))
        .containsExactly(tests.lastKey() + ": failure X: y");
  }

  @Test
  void problems_unfinished_saysHowItEnded() {
    TckRun run =
        new TckRun("heap", new TreeMap<>(), new TreeSet<>(), new TreeSet<>(), "was not started", 0);

    assertThat(BY_REFERENCE.problems(run))
        .containsExactly(
            "was not started",
            "ran 0 distinct tests instead of 493",
            DUMMY + " was not seen to be excluded: exclusions go unnoticed");
  }

  @Test
  void problems_byReferenceExcludedThoughHeapHoldsTheTruth_saysSo() {
    assertThat(BY_REFERENCE.problems(run(493, dummyAndByReference())))
        .containsExactly("12 tests by reference excluded instead of 0");
  }

  @Test
  void problems_byReferenceRunThoughBytesHoldTheTruth_saysSo() {
    assertThat(BY_VALUE.problems(run(493, dummy())))
        .containsExactly("0 tests by reference excluded instead of 12");
  }

  @Test
  void problems_annotationsWithoutBeans_areNoPass() {
    SortedSet<String> excluded = new TreeSet<>();
    excluded.add("org.jsr107.tck.annotation.InterceptionUsingCacheConfigTest#test_AT_CacheResult");

    assertThat(ANNOTATIONS.problems(run(12, excluded)))
        .containsExactly(
            "1 tests passed without running: "
                + "org.jsr107.tck.annotation.InterceptionUsingCacheConfigTest#test_AT_CacheResult");
  }

  @Test
  void problems_dummyExcludedAmongAnnotations_saysSo() {
    assertThat(ANNOTATIONS.problems(run(12, dummy())))
        .containsExactly(DUMMY + " was excluded, though it is none of these tests");
  }

  @Test
  void table_ofRuns_countsAndExplains() {
    SortedSet<String> unexplained = dummyAndByReference();
    unexplained.add("Other#test");
    TckRun cut =
        new TckRun(
            "cut", new TreeMap<>(Map.of("A#a", "error")), new TreeSet<>(), new TreeSet<>(), "?", 0);

    assertThat(
            TckTable.of(
                List.of(
                    run(493, dummy()),
                    run(493, dummyAndByReference()),
                    run(493, unexplained),
                    cut)))
        .isEqualToNormalizingNewlines(
            """
            | stack | run | passed | failed | excluded silently | seconds |
            |---|---|---|---|---|---|
            | any | 493 | 492 | 0 | 1 (`dummyTest`) | 36 |
            | any | 493 | 480 | 0 | 13 (`dummyTest`, 12 by reference) | 36 |
            | any | 493 | 479 | 0 | 14 (`dummyTest`, 12 by reference, 1 unexplained) | 36 |
            | cut (unfinished) | 1 | 0 | 1 | 0 | 0 |
            """);
  }

  private static TckRun run(int count, SortedSet<String> excluded) {
    return new TckRun("any", tests(count, excluded), excluded, new TreeSet<>(), "", 35.6);
  }

  /** So many passed tests, the excluded ones among them. */
  private static SortedMap<String, String> tests(int count, Collection<String> excluded) {
    SortedMap<String, String> tests = new TreeMap<>();
    excluded.forEach(test -> tests.put(test, ""));
    while (tests.size() < count) {
      tests.put("some.Test#test" + tests.size(), "");
    }
    return tests;
  }

  private static SortedSet<String> dummy() {
    SortedSet<String> excluded = new TreeSet<>();
    excluded.add(DUMMY);
    return excluded;
  }

  private static SortedSet<String> dummyAndByReference() {
    SortedSet<String> excluded = dummy();
    for (int i = 1; i <= 11; i++) {
      excluded.add("org.jsr107.tck.StoreByReferenceTest#test" + i);
    }
    excluded.add(
        "org.jsr107.tck.TypesTest#simpleAPINoGenericsAndNoTypeEnforcementStoreByReference");
    return excluded;
  }
}
