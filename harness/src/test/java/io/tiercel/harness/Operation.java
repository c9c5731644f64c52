package io.tiercel.harness;

import io.tiercel.harness.Action.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a history: what was asked, when, and what came of it.
 *
 * @param client who asked; each asks one thing at a time
 * @param first value, where the action has one
 * @param second value, where the action has two
 * @param invoked before it began, in the nanoseconds that all JVMs of a machine share
 * @param returned after it ended; {@link #NEVER} when it threw, or its JVM died: it may or may not
 *     have happened, and may yet happen
 * @param result what it returned, as text; null when it did not
 */
record Operation(
    int client,
    String key,
    Action action,
    long first,
    long second,
    long invoked,
    long returned,
    @Nullable String result) {
  static final long NEVER = Long.MAX_VALUE;

  /** An operation that has not returned. */
  Operation(int client, String key, Action action, long first, long second, long invoked) {
    this(client, key, action, first, second, invoked, NEVER, null);
  }

  /** The same, having returned. */
  Operation returning(String answer, long nanos) {
    return new Operation(client, key, action, first, second, invoked, nanos, answer);
  }

  /** Whether it is decided by what the authority has, or throws. */
  boolean isAtomic() {
    return action == Action.INCREMENT
        || action == Action.GET_AND_PUT
        || action == Action.GET_AND_REMOVE;
  }

  boolean hasReturned() {
    return result != null;
  }

  /** What it does, when this is held. */
  Outcome on(@Nullable Long held) {
    return action.on(held, first, second);
  }

  @Override
  public String toString() {
    return "[%,d..%s] client %d %s(%s, %d, %d) -> %s"
        .formatted(
            invoked,
            hasReturned() ? "%,d".formatted(returned) : "never",
            client,
            action,
            key,
            first,
            second,
            hasReturned() ? result : "?");
  }
}
