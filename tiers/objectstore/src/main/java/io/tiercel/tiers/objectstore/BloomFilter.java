package io.tiercel.tiers.objectstore;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A set of names in a fixed amount of memory: it holds all that was added, and seems to hold one in
 * a hundred others once it is full, more when more was added than it was made for. Thread-safe.
 */
final class BloomFilter {
  private static final int BITS_PER_NAME = 10;
  private static final int BITS_SET = 7;

  private final AtomicLongArray words;
  private final long bits;

  /** An empty one with room for so many names; it takes 10 bits for each. */
  BloomFilter(long names) {
    this.words = new AtomicLongArray(Math.toIntExact(names * BITS_PER_NAME / Long.SIZE + 1));
    this.bits = (long) words.length() * Long.SIZE;
  }

  void add(String name) {
    long hash = hash(name);
    for (int i = 0; i < BITS_SET; i++) {
      long bit = bit(hash, i);
      words.accumulateAndGet((int) (bit / Long.SIZE), 1L << bit, (word, one) -> word | one);
    }
  }

  boolean mayHold(String name) {
    long hash = hash(name);
    for (int i = 0; i < BITS_SET; i++) {
      long bit = bit(hash, i);
      if ((words.get((int) (bit / Long.SIZE)) & (1L << bit)) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Two hashes, of which the second is the step from bit to bit, are as good as many. */
  private long bit(long hash, int i) {
    return Long.remainderUnsigned(hash + i * (mixed(hash) | 1), bits);
  }

  /** FNV-1a, mixed, as its upper bits are poor. */
  private static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return mixed(hash);
  }

  /** The finalizer of MurmurHash3. */
  private static long mixed(long hash) {
    long h = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return h ^ (h >>> 33);
  }
}
