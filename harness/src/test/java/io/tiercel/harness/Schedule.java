package io.tiercel.harness;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * When a fault begins, whom it befalls, and how long it lasts, by a seed.
 *
 * @param seed of it, and of what clients do
 * @param victim the JVM that is hurt where only one is
 * @param operationsBefore how many operations each JVM has done by then, at least
 * @param lasts at least
 * @param operationsMeanwhile how many each JVM does, or tries, before it ends, at least
 */
record Schedule(
    long seed, int victim, long operationsBefore, Duration lasts, long operationsMeanwhile) {

  static Schedule of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new Schedule(
        seed,
        random.nextInt(FaultSite.JVMS),
        random.nextInt(50, 400),
        Duration.ofMillis(random.nextInt(20, (int) Settings.LONGEST_FAULT.toMillis())),
        random.nextInt(5, 40));
  }
}
