package io.tiercel.tiers.redis;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes tokens: never the same twice in one process, and in two processes only by a chance of
 * 2<sup>-64</sup> for each pair of writes to one key. Thread-safe.
 */
final class Tokens {
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private final AtomicLong sequence = new AtomicLong(new SecureRandom().nextLong());

  byte[] next() {
    long token = scatter(sequence.getAndAdd(GOLDEN_RATIO));
    return ByteBuffer.allocate(EntryCodec.TOKEN_BYTES).putLong(token).array();
  }

  /** One-to-one, so that what was distinct stays so; the constants are those of SplitMix64. */
  private static long scatter(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
