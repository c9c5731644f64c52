package io.tiercel.harness;

import java.time.Duration;
import java.util.List;

/**
 * What came of a run.
 *
 * @param operations how many ended, well or not
 * @param longest operation
 * @param recovery from the end of the fault until every JVM had succeeded again on both caches
 * @param agreement from the end of the fault until every JVM saw for every key what the authority
 *     has
 * @param lag how long after a change was acknowledged a copy from before it was still read, at most
 * @param undecided of how many keys it was too much work to tell whether their order was right
 * @param violations what was wrong
 */
record FaultReport(
    Fault fault,
    long seed,
    int operations,
    Duration longest,
    Duration recovery,
    Duration agreement,
    Duration lag,
    int undecided,
    List<String> violations) {

  @Override
  public String toString() {
    return "%-20s seed %6d: %6d operations, longest %5d ms, back after %5d ms, agreed after %5d ms, lag %5d ms, undecided %d, wrong %d"
        .formatted(
            fault,
            seed,
            operations,
            longest.toMillis(),
            recovery.toMillis(),
            agreement.toMillis(),
            lag.toMillis(),
            undecided,
            violations.size());
  }
}
