package io.tiercel.harness;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** What may be asked of a run by system properties: {@code -Dharness.seed=42}. */
final class Settings {
  /** Of all that is left to chance; one that nobody chose unless given. */
  static final long SEED =
      Long.getLong("harness.seed", ThreadLocalRandom.current().nextInt(1_000_000));

  /** How long clients go on at least: {@code 90s}, {@code 10m}. */
  static final Duration DURATION =
      Duration.parse("PT" + System.getProperty("harness.duration", "4s"));

  /** Which faults are tried: a regular expression. */
  static final String FAULTS = System.getProperty("harness.faults", ".*");

  /** How many seeds a fault is tried with: {@link #SEED} and those that follow. */
  static final int SEEDS = Integer.getInteger("harness.seeds", 1);

  /** How long a fault lasts at most. */
  static final Duration LONGEST_FAULT =
      Duration.parse("PT" + System.getProperty("harness.longest-fault", "1.5s"));

  /** How long after a change was acknowledged a copy from before it may be read at most. */
  static final Duration LONGEST_LAG = Duration.ofMinutes(1);

  /** How long an operation may take at most. */
  static final Duration LONGEST_OPERATION = Duration.ofMinutes(1);

  private Settings() {}
}
