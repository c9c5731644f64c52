package io.tiercel.internal.stack;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Tells a reader whether a key was changed since it began to read.
 *
 * <p>One counter for each stripe of keys and one for all keys; both only grow, so their sum is
 * equal only when neither moved. Two keys of one stripe cost each other a needless refetch, never a
 * stale copy.
 */
class Stamps {
  private static final int BITS = 12;

  private final AtomicLongArray stripes = new AtomicLongArray(1 << BITS);
  private final AtomicLong all = new AtomicLong();

  long of(Object key) {
    return stripes.get(stripe(key)) + all.get();
  }

  /** Whether nobody has moved the stamp of the key since it was this one. */
  boolean isStill(Object key, long stamp) {
    return of(key) == stamp;
  }

  /** Moves the stamp of the key; returns the new one: one more than before if nobody else did. */
  long bump(Object key) {
    return stripes.incrementAndGet(stripe(key)) + all.get();
  }

  void bumpAll() {
    all.incrementAndGet();
  }

  private static int stripe(Object key) {
    return (key.hashCode() * 0x9E3779B1) >>> (Integer.SIZE - BITS);
  }
}
