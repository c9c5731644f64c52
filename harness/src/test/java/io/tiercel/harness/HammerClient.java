package io.tiercel.harness;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.cache.Cache;

/**
 * A client of a {@link Hammer}: one operation after the other, each on one of the keys that all
 * clients of all JVMs use at that moment. Keys change twice a second, so that histories stay short
 * enough to be judged.
 */
final class HammerClient {
  private static final int KEYS = 3;
  private static final long ROUND_NANOS = Duration.ofMillis(500).toNanos();

  /** Who was refused comes back a little later, or there would be nothing but refusals. */
  private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

  private static final Action[] ACTIONS = Action.values();

  private final Cache<String, Long> cache;
  private final History history;
  private final String run;
  private final SplittableRandom random;
  private final int number;
  private final AtomicLong failures;
  private final Map<String, Long> lastSeen = new HashMap<>();
  private long lastWritten;

  /**
   * @param run what its keys begin with: runs that follow closely upon one another must differ
   * @param number of the client
   * @param failures counts operations that threw
   */
  HammerClient(
      Cache<String, Long> cache,
      History history,
      String run,
      long seed,
      int number,
      AtomicLong failures) {
    this.cache = cache;
    this.history = history;
    this.run = run;
    this.random = new SplittableRandom(seed * 1_000 + number);
    this.number = number;
    this.failures = failures;
    this.lastWritten = number * 1_000_000_000_000L;
  }

  /** Returns the number of operations. */
  long runWhile(BooleanSupplier goesOn) {
    long operations = 0;
    for (; goesOn.getAsBoolean(); operations++) {
      runOne(next());
    }
    return operations;
  }

  private Operation next() {
    long now = System.nanoTime();
    String key = run + "-round" + now / ROUND_NANOS + "-" + random.nextInt(KEYS);
    Action action = ACTIONS[random.nextInt(ACTIONS.length)];
    long seen = lastSeen.getOrDefault(key, 0L);
    return switch (action) {
      case GET, CONTAINS, REMOVE, GET_AND_REMOVE -> new Operation(number, key, action, 0, 0, now);
      case INCREMENT -> new Operation(number, key, action, 1, 0, now);
      case REMOVE_VALUE -> new Operation(number, key, action, seen, 0, now);
      case REPLACE_VALUE -> new Operation(number, key, action, seen, fresh(), now);
      default -> new Operation(number, key, action, fresh(), 0, now);
    };
  }

  /** A value that nobody writes a second time; the next one leaves room for increments. */
  private long fresh() {
    return lastWritten += 1_000;
  }

  private void runOne(Operation operation) {
    history.invoked(operation);
    try {
      String result =
          operation.action().perform(cache, operation.key(), operation.first(), operation.second());
      history.returned(number, System.nanoTime(), result);
      learn(operation, result);
    } catch (RuntimeException e) {
      history.threw(number, System.nanoTime(), e);
      failures.incrementAndGet();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void learn(Operation operation, String result) {
    if (Character.isDigit(result.charAt(0))) {
      lastSeen.put(operation.key(), Long.valueOf(result));
    } else if (result.equals("true") || operation.action() == Action.PUT) {
      lastSeen.put(operation.key(), Math.max(operation.first(), operation.second()));
    }
  }
}
