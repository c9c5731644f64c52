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

  private Settings() {}
}
