package io.tiercel.internal.stack;

import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers the changes of a key so that later ones are greater. */
interface Versions {
  int OWN_BITS = 8;

  /** A version greater than the one given. */
  long after(long seen);

  /**
   * As great as any that a process gives in this moment, if their clocks agree, and less than all
   * that this process gives later.
   */
  default long endOfNow() {
    long end = after(0) | 0xFFFF;
    after(end);
    return end;
  }

  /**
   * A hybrid logical clock of 48 bits of milliseconds and 8 bits of count, and 8 bits by which
   * processes differ, so that two of them hardly ever give the same: every version is greater than
   * all that one process gave before, and survives the process.
   */
  static Versions by(InstantSource clock) {
    AtomicLong last = new AtomicLong();
    long own = ThreadLocalRandom.current().nextInt(1 << OWN_BITS);
    return seen ->
        last.accumulateAndGet(
            Math.max(clock.millis() << 16, seen),
            (l, n) -> (((Math.max(l, n) >> OWN_BITS) + 1) << OWN_BITS) | own);
  }

  /** For a tier that stands alone in one process: nobody compares versions, so no clock is read. */
  static Versions counting() {
    return seen -> seen + 1;
  }
}
