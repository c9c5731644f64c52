package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.internal.expiry.Question;
import io.tiercel.internal.jcache.Effect.Lookup;
import io.tiercel.internal.jcache.Effect.WriterCall;
import io.tiercel.internal.stack.Decision.Change;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tables of JSR-107, written down a second time from the specification: what becomes of the
 * entry, what the expiry policy is asked, what the writer is told, what is counted.
 */
class OperationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          operation         | change | expiry   | writer | lookup | counted
          PUT               | STORE  | CREATION | WRITE  | NONE   | true
          GET_AND_PUT       | STORE  | CREATION | WRITE  | MISS   | true
          PUT_IF_ABSENT     | STORE  | CREATION | WRITE  | MISS   | true
          REPLACE           | KEEP   | NONE     | NONE   | MISS   | false
          GET_AND_REPLACE   | KEEP   | NONE     | NONE   | MISS   | false
          REPLACE_IF_EQUAL  | KEEP   | NONE     | NONE   | MISS   | false
          REMOVE_ENTRY      | KEEP   | NONE     | DELETE | NONE   | false
          GET_AND_REMOVE    | KEEP   | NONE     | DELETE | MISS   | false
          REMOVE_IF_EQUAL   | KEEP   | NONE     | NONE   | MISS   | false
          PUT_OF_MANY       | STORE  | CREATION | NONE   | NONE   | true
          REMOVE_OF_MANY    | KEEP   | NONE     | NONE   | NONE   | false
          LOAD              | STORE  | CREATION | NONE   | NONE   | false
          LOAD_AND_REPLACE  | STORE  | CREATION | NONE   | NONE   | false
          REFRESH           | KEEP   | NONE     | NONE   | NONE   | false
          INVOKE_NOTHING    | KEEP   | NONE     | NONE   | MISS   | false
          INVOKE_GET        | KEEP   | NONE     | NONE   | MISS   | false
          INVOKE_LOAD       | STORE  | CREATION | NONE   | MISS   | false
          INVOKE_SET        | STORE  | CREATION | WRITE  | MISS   | true
          INVOKE_REMOVE     | KEEP   | NONE     | DELETE | MISS   | false
          """)
  void effect_absent_asInTheSpecification(
      Operation operation,
      Change change,
      Question question,
      WriterCall writer,
      Lookup lookup,
      boolean counted) {
    assertThat(operation.onAbsent())
        .isEqualTo(new Effect(change, question, writer, lookup, counted));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          operation         | change | expiry   | writer | lookup | counted
          PUT               | STORE  | UPDATE   | WRITE  | NONE   | true
          GET_AND_PUT       | STORE  | UPDATE   | WRITE  | HIT    | true
          PUT_IF_ABSENT     | KEEP   | NONE     | NONE   | HIT    | false
          REPLACE           | STORE  | UPDATE   | WRITE  | HIT    | true
          GET_AND_REPLACE   | STORE  | UPDATE   | WRITE  | HIT    | true
          REPLACE_IF_EQUAL  | STORE  | UPDATE   | WRITE  | HIT    | true
          REMOVE_ENTRY      | REMOVE | NONE     | DELETE | NONE   | true
          GET_AND_REMOVE    | REMOVE | NONE     | DELETE | HIT    | true
          REMOVE_IF_EQUAL   | REMOVE | NONE     | DELETE | HIT    | true
          PUT_OF_MANY       | STORE  | UPDATE   | NONE   | NONE   | true
          REMOVE_OF_MANY    | REMOVE | NONE     | NONE   | NONE   | true
          LOAD              | KEEP   | NONE     | NONE   | NONE   | false
          LOAD_AND_REPLACE  | STORE  | UPDATE   | NONE   | NONE   | false
          REFRESH           | STORE  | CREATION | NONE   | NONE   | false
          INVOKE_NOTHING    | KEEP   | NONE     | NONE   | HIT    | false
          INVOKE_GET        | KEEP   | ACCESS   | NONE   | HIT    | false
          INVOKE_LOAD       | KEEP   | ACCESS   | NONE   | HIT    | false
          INVOKE_SET        | STORE  | UPDATE   | WRITE  | HIT    | true
          INVOKE_REMOVE     | REMOVE | NONE     | DELETE | HIT    | true
          """)
  void effect_present_asInTheSpecification(
      Operation operation,
      Change change,
      Question question,
      WriterCall writer,
      Lookup lookup,
      boolean counted) {
    assertThat(operation.onPresent())
        .isEqualTo(new Effect(change, question, writer, lookup, counted));
  }

  @ParameterizedTest
  @CsvSource({"REPLACE_IF_EQUAL", "REMOVE_IF_EQUAL"})
  void effect_differentValue_isAnAccessAndAHit(Operation operation) {
    assertThat(operation.onDifferent())
        .isEqualTo(new Effect(Change.KEEP, Question.ACCESS, WriterCall.NONE, Lookup.HIT, false));
  }

  @Test
  void tables_everyOperation_isInThem() {
    assertThat(Operation.values()).hasSize(19);
    assertThat(unconditional()).allMatch(op -> op.onDifferent().equals(op.onPresent()));
  }

  private static Stream<Operation> unconditional() {
    return Arrays.stream(Operation.values()).filter(op -> !op.name().endsWith("IF_EQUAL"));
  }
}
