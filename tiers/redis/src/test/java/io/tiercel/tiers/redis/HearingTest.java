package io.tiercel.tiers.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.redis.BusMessage.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When everything is heard, and when something may have been missed. */
class HearingTest {
  private final Hearing hearing = new Hearing("me");
  private long now;
  private long beats;

  private void beat() {
    hear(Kind.BEAT, "me", 0);
    beats++;
  }

  private void learn() {
    while (!hearing.isComplete()) {
      beat();
      assertThat(beats).isLessThanOrEqualTo(Hearing.BEATS_OF_LEARNING);
    }
  }

  private void hear(Kind kind, String origin, long number) {
    hearing.heard(new BusMessage(kind, origin, number, ""), now);
  }

  private void change(String origin, long... numbers) {
    for (long number : numbers) {
      hear(Kind.CHANGED, origin, number);
    }
  }

  private void pass(Duration time) {
    now += time.toNanos();
    beat();
  }

  private void assertIntact() {
    assertThat(hearing.whatIsAmiss(now)).isNull();
  }

  private void assertLost() {
    assertThat(hearing.whatIsAmiss(now)).isEqualTo("a message was lost");
  }

  private static final Duration LONG = Hearing.LONGEST_GAP.plusMillis(1);

  @Test
  void learning_endsWithTheThirdOwnBeat() {
    beat();
    beat();
    hear(Kind.BEAT, "other", 5);
    assertThat(hearing.isComplete()).isFalse();

    beat();

    assertThat(hearing.isComplete()).isTrue();
  }

  @Test
  void numbers_inAnyOrderAndTwice_areComplete() {
    change("other", 7);
    learn();
    change("other", 10, 8, 8, 9, 11, 7);
    hear(Kind.BEAT, "other", 11);

    pass(LONG);

    assertIntact();
  }

  @Test
  void numbers_oneMissing_isAmissAfterAWhile() {
    change("other", 7);
    learn();
    change("other", 9);

    pass(Hearing.LONGEST_GAP);
    assertIntact();
    pass(Duration.ofMillis(1));

    assertLost();
  }

  @Test
  void numbers_oneMissingWhileOthersGoOn_isAmiss() {
    learn();
    change("other", 2);

    for (long number = 3; number < 100; number++) {
      change("other", number);
    }
    pass(LONG);

    assertLost();
  }

  @Test
  void numbers_lastMissing_isAmissByTheBeat() {
    change("other", 7);
    learn();
    hear(Kind.BEAT, "other", 8);

    pass(LONG);

    assertLost();
  }

  @Test
  void numbers_missedWhileLearning_areNotMissed() {
    change("other", 7);
    hear(Kind.BEAT, "another", 70);
    learn();
    change("other", 8);
    change("another", 71);

    pass(LONG);

    assertIntact();
  }

  @Test
  void newcomer_firstNumbersHeard_isComplete() {
    learn();
    change("new", 2, 1);
    hear(Kind.BEAT, "newer", 0);

    pass(LONG);

    assertIntact();
  }

  @Test
  void newcomer_wasThereAllTheWhile_isAmiss() {
    learn();
    hear(Kind.BEAT, "unheard", 3);

    pass(LONG);

    assertLost();
  }

  @Test
  void manyChanged_coversWhatWasNotNamed() {
    learn();
    change("other", 3, 9);
    hear(Kind.MANY_CHANGED, "other", 8);

    pass(LONG);

    assertIntact();
  }

  @Test
  void silence_ofAnother_isAmiss() {
    hear(Kind.BEAT, "other", 0);
    learn();

    pass(Hearing.LONGEST_SILENCE);
    assertIntact();
    pass(Duration.ofMillis(1));

    assertThat(hearing.whatIsAmiss(now)).isEqualTo("a process fell silent");
  }

  @Test
  void silence_afterAFarewell_isNot() {
    change("other", 1);
    learn();
    hear(Kind.FAREWELL, "other", 1);
    assertIntact();

    pass(Hearing.LONGEST_SILENCE.plusMillis(1));

    assertIntact();
  }

  @Test
  void farewell_beforeALostMessage_isAmiss() {
    change("other", 1);
    learn();
    hear(Kind.FAREWELL, "other", 2);

    pass(LONG);

    assertLost();
  }

  @Test
  void silence_ofOneself_isAmiss() {
    learn();
    now += Hearing.LONGEST_SILENCE.toNanos() + 1;
    hear(Kind.BEAT, "other", 0);

    assertThat(hearing.whatIsAmiss(now)).isEqualTo("a process fell silent");
  }

  @Test
  void restart_learnsAgain() {
    learn();
    change("other", 2);
    pass(LONG);
    hearing.restart();
    assertThat(hearing.isComplete()).isFalse();
    beats = 0;

    change("other", 3);
    learn();
    pass(LONG);

    assertIntact();
  }
}
