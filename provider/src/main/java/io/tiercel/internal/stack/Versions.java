package io.tiercel.internal.stack;

import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers the changes of a key so that later ones are greater. */
interface Versions {
  /** A version greater than the one given. */
  long after(long seen);

  /**
   * A hybrid logical clock of 48 bits of milliseconds and 16 bits of count: every version is also
   * greater than all it gave before, and survives the process. Each process counts from a number of
   * its own, so that two of them hardly ever give the same.
   */
  static Versions by(InstantSource clock) {
    AtomicLong last = new AtomicLong();
    long first = ThreadLocalRandom.current().nextInt(1 << 16);
    return seen -> {
      long now = clock.millis() << 16 | first;
      return last.accumulateAndGet(Math.max(now, seen + 1), (l, n) -> Math.max(l + 1, n));
    };
  }

  /** For a tier that stands alone in one process: nobody compares versions, so no clock is read. */
  static Versions counting() {
    return seen -> seen + 1;
  }
}
