package io.tiercel.internal.stats;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what the operations of one cache in this process came to.
 *
 * <p>Counts are exact when the operation returns. Times are averages over a sample of one operation
 * in {@value #SAMPLE}: reading the clock at every turn would cost more than a hit. Thread-safe.
 */
public final class Statistics {
  private static final int SAMPLE = 64;

  /** What a start time reads when the operation is not timed. */
  private static final long NOT_TIMED = 0;

  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder puts = new LongAdder();
  private final LongAdder removals = new LongAdder();
  private final LongAdder evictions = new LongAdder();
  private final Timing gets = new Timing();
  private final Timing putTimes = new Timing();
  private final Timing removalTimes = new Timing();
  private volatile boolean enabled;

  public Statistics(boolean enabled) {
    this.enabled = enabled;
  }

  /** Whether anything is counted. */
  public boolean isEnabled() {
    return enabled;
  }

  /** Starts or stops counting; the counts so far stay. */
  public void setEnabled(boolean enabled) {
    this.enabled = enabled;
  }

  /** Sets every count to zero. */
  public void clear() {
    for (LongAdder counter : new LongAdder[] {hits, misses, puts, removals, evictions}) {
      counter.reset();
    }
    gets.reset();
    putTimes.reset();
    removalTimes.reset();
  }

  /** When an operation begins; to be given to the method that records its end. */
  public long start() {
    if (!enabled || (ThreadLocalRandom.current().nextInt() & (SAMPLE - 1)) != 0) {
      return NOT_TIMED;
    }
    return Math.max(1, System.nanoTime());
  }

  /** An operation found a value. */
  public void hit() {
    if (enabled) {
      hits.increment();
    }
  }

  /** An operation found none. */
  public void miss() {
    if (enabled) {
      misses.increment();
    }
  }

  /** A value was stored. */
  public void put() {
    if (enabled) {
      puts.increment();
    }
  }

  /** An entry was removed. */
  public void removal() {
    if (enabled) {
      removals.increment();
    }
  }

  /** An entry left to make room. */
  public void eviction() {
    if (enabled) {
      evictions.increment();
    }
  }

  /** A read that began then has ended. */
  public void readSince(long start) {
    gets.record(start);
  }

  /** A put that began then has ended. */
  public void putSince(long start) {
    putTimes.record(start);
  }

  /** A removal that began then has ended. */
  public void removalSince(long start) {
    removalTimes.record(start);
  }

  long hits() {
    return hits.sum();
  }

  long misses() {
    return misses.sum();
  }

  long puts() {
    return puts.sum();
  }

  long removals() {
    return removals.sum();
  }

  long evictions() {
    return evictions.sum();
  }

  float averageGetMicros() {
    return gets.averageMicros();
  }

  float averagePutMicros() {
    return putTimes.averageMicros();
  }

  float averageRemovalMicros() {
    return removalTimes.averageMicros();
  }

  private static final class Timing {
    private final LongAdder nanos = new LongAdder();
    private final LongAdder samples = new LongAdder();

    void record(long start) {
      if (start != NOT_TIMED) {
        nanos.add(Math.max(0, System.nanoTime() - start));
        samples.increment();
      }
    }

    float averageMicros() {
      long count = samples.sum();
      return count == 0 ? 0 : nanos.sum() / 1000f / count;
    }

    void reset() {
      nanos.reset();
      samples.reset();
    }
  }
}
