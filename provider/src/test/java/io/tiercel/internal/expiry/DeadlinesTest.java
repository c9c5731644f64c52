package io.tiercel.internal.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.testkit.MutableClock;
import java.util.concurrent.TimeUnit;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final Duration SECOND = new Duration(TimeUnit.SECONDS, 1);

  private final MutableClock clock = new MutableClock();
  private final long now = clock.millis();

  @Test
  void ask_policiesOfTheApi_answerAsNamed() {
    assertAnswers(new EternalExpiryPolicy(), Entry.NEVER, 7, 7);
    assertAnswers(new CreatedExpiryPolicy(SECOND), now + 1000, 7, 7);
    assertAnswers(new ModifiedExpiryPolicy(SECOND), now + 1000, now + 1000, 7);
    assertAnswers(new AccessedExpiryPolicy(SECOND), now + 1000, 7, now + 1000);
    assertAnswers(new TouchedExpiryPolicy(SECOND), now + 1000, now + 1000, now + 1000);
  }

  @Test
  void ask_zero_isAtOnce() {
    assertAnswers(
        new TouchedExpiryPolicy(Duration.ZERO),
        Deadlines.AT_ONCE,
        Deadlines.AT_ONCE,
        Deadlines.AT_ONCE);
    assertAnswers(
        new TouchedExpiryPolicy(new Duration(TimeUnit.MILLISECONDS, 0)),
        Deadlines.AT_ONCE,
        Deadlines.AT_ONCE,
        Deadlines.AT_ONCE);
  }

  @Test
  void ask_durationBeyondTheEndOfTime_isNever() {
    Duration ages = new Duration(TimeUnit.DAYS, Long.MAX_VALUE);

    assertAnswers(new TouchedExpiryPolicy(ages), Entry.NEVER, Entry.NEVER, Entry.NEVER);
  }

  @Test
  void ask_policySaysNothing_isEternalWhenNewAndUnchangedElse() {
    assertAnswers(new Answering(null), Entry.NEVER, 7, 7);
  }

  @Test
  void ask_policyThrows_isEternalWhenNewAndUnchangedElseAndCounted() {
    Deadlines deadlines = new Deadlines("books", new Throwing(), clock);

    assertThat(deadlines.ask(Question.CREATION, Entry.NEVER)).isEqualTo(Entry.NEVER);
    assertThat(deadlines.ask(Question.UPDATE, 7)).isEqualTo(7);
    assertThat(deadlines.ask(Question.ACCESS, 7)).isEqualTo(7);
    assertThat(deadlines.failures()).isEqualTo(3);
  }

  @Test
  void ask_nothing_doesNotCallThePolicy() {
    Deadlines deadlines = new Deadlines("books", new Throwing(), clock);

    assertThat(deadlines.ask(Question.NONE, 7)).isEqualTo(7);
    assertThat(deadlines.failures()).isZero();
  }

  @Test
  void shortcuts_onlyForTheApisOwnClasses() {
    assertShortcuts(new EternalExpiryPolicy(), true, true, false);
    assertShortcuts(new CreatedExpiryPolicy(SECOND), false, false, false);
    assertShortcuts(new ModifiedExpiryPolicy(SECOND), false, true, false);
    assertShortcuts(new AccessedExpiryPolicy(SECOND), false, false, true);
    assertShortcuts(new TouchedExpiryPolicy(SECOND), false, true, true);
    assertShortcuts(new Answering(SECOND), false, false, true);
  }

  private void assertShortcuts(
      ExpiryPolicy policy, boolean never, boolean uniform, boolean moveOnAccess) {
    Deadlines deadlines = new Deadlines("books", policy, clock);
    assertThat(deadlines.areNever()).isEqualTo(never);
    assertThat(deadlines.areUniform()).isEqualTo(uniform);
    assertThat(deadlines.moveOnAccess()).isEqualTo(moveOnAccess);
  }

  private void assertAnswers(ExpiryPolicy policy, long creation, long update, long access) {
    Deadlines deadlines = new Deadlines("books", policy, clock);
    assertThat(deadlines.ask(Question.CREATION, Entry.NEVER)).isEqualTo(creation);
    assertThat(deadlines.ask(Question.UPDATE, 7)).isEqualTo(update);
    assertThat(deadlines.ask(Question.ACCESS, 7)).isEqualTo(access);
  }

  private record Answering(@Nullable Duration answer) implements ExpiryPolicy {
    @Override
    public @Nullable Duration getExpiryForCreation() {
      return answer;
    }

    @Override
    public @Nullable Duration getExpiryForAccess() {
      return answer;
    }

    @Override
    public @Nullable Duration getExpiryForUpdate() {
      return answer;
    }
  }

  private static final class Throwing implements ExpiryPolicy {
    @Override
    public Duration getExpiryForCreation() {
      throw new IllegalStateException("out of order");
    }

    @Override
    public Duration getExpiryForAccess() {
      throw new IllegalStateException("out of order");
    }

    @Override
    public Duration getExpiryForUpdate() {
      throw new IllegalStateException("out of order");
    }
  }
}
