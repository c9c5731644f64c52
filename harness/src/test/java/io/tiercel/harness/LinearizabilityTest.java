package io.tiercel.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories made by hand: the numbers are when an operation began and ended. */
class LinearizabilityTest {
  private final List<Operation> history = new ArrayList<>();

  @Test
  void violation_noOperations_none() {
    assertExplained();
  }

  @Test
  void violation_oneAfterTheOther_none() {
    did(Action.GET, 0, 0, 0, 1, "null");
    did(Action.PUT, 7, 0, 2, 3, "null");
    did(Action.CONTAINS, 0, 0, 4, 5, "true");
    did(Action.PUT_IF_ABSENT, 8, 0, 6, 7, "false");
    did(Action.REPLACE_VALUE, 7, 8, 8, 9, "true");
    did(Action.REPLACE_VALUE, 7, 9, 10, 11, "false");
    did(Action.INCREMENT, 0, 0, 12, 13, "9");
    did(Action.GET_AND_PUT, 10, 0, 14, 15, "9");
    did(Action.REPLACE, 11, 0, 16, 17, "true");
    did(Action.GET_AND_REPLACE, 12, 0, 18, 19, "11");
    did(Action.REMOVE_VALUE, 11, 0, 20, 21, "false");
    did(Action.REMOVE_VALUE, 12, 0, 22, 23, "true");
    did(Action.REMOVE, 0, 0, 24, 25, "false");
    did(Action.GET_AND_REPLACE, 12, 0, 26, 27, "null");
    did(Action.REPLACE, 12, 0, 28, 29, "false");
    did(Action.PUT_IF_ABSENT, 13, 0, 30, 31, "true");
    did(Action.GET_AND_REMOVE, 0, 0, 32, 33, "13");
    did(Action.INCREMENT, 14, 0, 34, 35, "14");

    assertExplained();
  }

  @Test
  void violation_staleRead_found() {
    did(Action.PUT, 1, 0, 0, 1, "null");
    did(Action.PUT, 2, 0, 2, 3, "null");
    did(Action.GET, 0, 0, 4, 5, "1");

    assertThat(Linearizability.violation(history))
        .hasValueSatisfying(
            report ->
                assertThat(report)
                    .contains("no order explains", "client 3 GET(key, 0, 0) -> 1", "one of [2]")
                    .contains("client 1 PUT(key, 1, 0)"));
  }

  @Test
  void violation_readDuringAPut_mayReturnEither() {
    did(Action.PUT, 1, 0, 0, 1, "null");
    did(Action.PUT, 2, 0, 2, 9, "null");
    did(Action.GET, 0, 0, 3, 4, "1");
    did(Action.GET, 0, 0, 5, 6, "2");

    assertExplained();
  }

  @Test
  void violation_readsDuringAPutThatGoBack_found() {
    did(Action.PUT, 1, 0, 0, 1, "null");
    did(Action.PUT, 2, 0, 2, 9, "null");
    did(Action.GET, 0, 0, 3, 4, "2");
    did(Action.GET, 0, 0, 5, 6, "1");

    assertViolated();
  }

  @Test
  void violation_bothOfTwoClientsInserted_found() {
    did(Action.PUT_IF_ABSENT, 1, 0, 0, 5, "true");
    did(Action.PUT_IF_ABSENT, 2, 0, 1, 6, "true");

    assertViolated();
  }

  @Test
  void violation_bothInsertedAndOneRemovedBetween_none() {
    did(Action.PUT_IF_ABSENT, 1, 0, 0, 5, "true");
    did(Action.PUT_IF_ABSENT, 2, 0, 1, 6, "true");
    did(Action.GET_AND_REMOVE, 0, 0, 2, 7, "2");

    assertExplained();
  }

  @Test
  void violation_lostIncrement_found() {
    did(Action.PUT, 1, 0, 0, 1, "null");
    did(Action.INCREMENT, 0, 0, 2, 9, "2");
    did(Action.INCREMENT, 0, 0, 3, 8, "2");

    assertViolated();
  }

  @Test
  void violation_resultsThatOnlyOneOrderOfFourExplains_none() {
    did(Action.GET_AND_PUT, 1, 0, 0, 20, "4");
    did(Action.GET_AND_PUT, 2, 0, 1, 21, "1");
    did(Action.GET_AND_PUT, 3, 0, 2, 22, "null");
    did(Action.GET_AND_PUT, 4, 0, 3, 23, "3");
    did(Action.GET, 0, 0, 30, 31, "2");

    assertExplained();
  }

  @Test
  void violation_resultsThatGoInACircle_found() {
    did(Action.GET_AND_PUT, 1, 0, 0, 20, "2");
    did(Action.GET_AND_PUT, 2, 0, 1, 21, "1");

    assertViolated();
  }

  @Test
  void violation_thrownPut_mayHaveHappened() {
    did(Action.PUT, 1, 0, 0, 1, "null");
    threw(Action.PUT, 2, 0, 2);
    did(Action.GET, 0, 0, 4, 5, "1");
    did(Action.GET, 0, 0, 6, 7, "2");
    did(Action.GET, 0, 0, 8, 9, "2");

    assertExplained();
  }

  @Test
  void violation_thrownPut_happensAtMostOnce() {
    threw(Action.PUT, 2, 0, 0);
    did(Action.GET_AND_REMOVE, 0, 0, 1, 2, "2");
    did(Action.GET_AND_REMOVE, 0, 0, 3, 4, "2");

    assertViolated();
  }

  @Test
  void violation_thrownPut_notBeforeItBegan() {
    did(Action.GET, 0, 0, 0, 1, "2");
    threw(Action.PUT, 2, 0, 2);

    assertViolated();
  }

  @Test
  void violation_thrownReplacement_dependsOnWhatWasThere() {
    did(Action.PUT, 1, 0, 0, 1, "null");
    threw(Action.REPLACE_VALUE, 5, 6, 2);
    did(Action.GET, 0, 0, 3, 4, "6");

    assertViolated();
  }

  @Test
  void violation_manyThatThrew_isToldWithoutTryingEveryOrder() {
    for (int i = 0; i < 30; i++) {
      threw(Action.PUT, 1000L * i, 0, i);
      threw(Action.INCREMENT, 1, 0, i);
      threw(Action.REMOVE, 0, 0, i);
    }
    for (int i = 0; i < 30; i++) {
      did(Action.GET, 0, 0, 100 + 2 * i, 101 + 2 * i, String.valueOf(1000L * i + 1));
    }
    assertExplained();

    did(Action.GET, 0, 0, 300, 301, "1031");
    assertViolated();
  }

  @Test
  void violation_tooManyGuesses_saysSoInsteadOfGuessing() {
    for (int i = 0; i < 40; i++) {
      threw(Action.REPLACE_VALUE, i / 2, i, 0);
      threw(Action.INCREMENT, i, 0, 0);
    }
    did(Action.GET, 0, 0, 1, 2, "50000");

    assertThatThrownBy(() -> Linearizability.violation(history))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("have fewer clients or failures per key");
  }

  private void did(Action action, long first, long second, long began, long ended, String result) {
    history.add(operation(action, first, second, began).returning(result, ended));
  }

  private void threw(Action action, long first, long second, long began) {
    history.add(operation(action, first, second, began));
  }

  private Operation operation(Action action, long first, long second, long began) {
    return new Operation(history.size() + 1, "key", action, first, second, began);
  }

  private void assertExplained() {
    assertThat(Linearizability.violation(history)).isEmpty();
  }

  private void assertViolated() {
    assertThat(Linearizability.violation(history)).isPresent();
  }
}
