package io.tiercel.harness;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.cache.Cache;

/**
 * A client of a cache with copies: mostly reads, of all {@link FaultKeys}; changes them each in its
 * way.
 */
final class CopyClient {
  private static final long PAUSE_NANOS = 20_000_000;

  private final Cache<String, Long> cache;
  private final History history;
  private final FaultKeys keys;
  private final int clients;
  private final SplittableRandom random;
  private final int number;
  private final AtomicLong settled;

  /**
   * @param clients how many there are in all JVMs
   * @param number of this one
   * @param settled counts atomic operations that succeeded
   */
  CopyClient(
      Cache<String, Long> cache,
      History history,
      FaultKeys keys,
      int clients,
      long seed,
      int number,
      AtomicLong settled) {
    this.cache = cache;
    this.history = history;
    this.keys = keys;
    this.clients = clients;
    this.random = new SplittableRandom(seed * 1_000 + number);
    this.number = number;
    this.settled = settled;
  }

  void runWhile(BooleanSupplier goesOn) {
    while (goesOn.getAsBoolean()) {
      runOne(next(random.nextInt(100)));
    }
  }

  private Operation next(int chance) {
    if (chance < 65) {
      return operation(any(), Action.GET, 0);
    } else if (chance < 77) {
      return operation(keys.counter(), Action.INCREMENT, 1);
    } else if (chance < 83) {
      return operation(own(), Action.PUT, System.nanoTime());
    } else if (chance < 86) {
      return operation(own(), Action.REMOVE, 0);
    } else if (chance < 91) {
      return operation(own(), Action.GET_AND_PUT, System.nanoTime());
    } else if (chance < 94) {
      return operation(own(), Action.GET_AND_REMOVE, 0);
    } else if (chance < 98) {
      return operation(keys.free(), Action.PUT, System.nanoTime());
    }
    return operation(keys.free(), Action.REMOVE, 0);
  }

  private String own() {
    return keys.ownOf(number, System.nanoTime());
  }

  private String any() {
    return switch (random.nextInt(8)) {
      case 0 -> keys.counter();
      case 1 -> keys.free();
      default -> keys.ownOf(random.nextInt(clients), FaultKeys.ago(random.nextInt(4) / 2));
    };
  }

  private Operation operation(String key, Action action, long first) {
    return new Operation(number, key, action, first, 0, System.nanoTime());
  }

  private void runOne(Operation operation) {
    history.invoked(operation);
    try {
      String result = operation.action().perform(cache, operation.key(), operation.first(), 0);
      history.returned(number, System.nanoTime(), result);
      if (operation.isAtomic()) {
        settled.incrementAndGet();
      }
    } catch (RuntimeException e) {
      history.threw(number, System.nanoTime(), e);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
