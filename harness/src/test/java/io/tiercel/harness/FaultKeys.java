package io.tiercel.harness;

import java.time.Duration;

/**
 * The keys of one run, on a cache with copies. But for one, values only grow, so that of two the
 * older is known.
 *
 * @param run what tells them from those of other runs
 */
record FaultKeys(String run) {
  private static final long ROUND_NANOS = Duration.ofMillis(400).toNanos();

  /** Incremented by everybody from 1 on, and never removed. */
  String counter() {
    return run + "-counter";
  }

  /**
   * Put and removed by one client alone, blindly or not, for a moment: what it did last is known,
   * and who missed it does not hear of the key again.
   */
  String ownOf(int client, long nanos) {
    return allOf(client) + nanos / ROUND_NANOS;
  }

  /** What a client's own keys begin with. */
  String allOf(int client) {
    return run + "-own" + client + "-";
  }

  /** A time at which keys were used so many moments ago. */
  static long ago(int moments) {
    return System.nanoTime() - moments * ROUND_NANOS;
  }

  /** Put and removed by everybody, blindly: which value is newer, nobody knows. */
  String free() {
    return run + "-free";
  }
}
