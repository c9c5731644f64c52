package io.tiercel.tiers.memcached;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Sets apart what was written before a clearing from what is written after it.
 *
 * <pre>
 *   6 bytes  milliseconds since the epoch
 *   9 bytes  drawn by lot
 * </pre>
 *
 * <p>as 20 characters of Base64 for URLs. None ever returns, not even when clocks are set back or
 * Memcached has forgotten all former ones.
 *
 * @param text the 20 characters
 */
record Generation(String text) {
  static final int LENGTH = 20;

  private static final int BYTES = 15;
  private static final int MILLIS_BYTES = 6;
  private static final SecureRandom LOTS = new SecureRandom();

  /** One that never was before. */
  static Generation next(long nowMillis) {
    byte[] bytes = new byte[BYTES];
    LOTS.nextBytes(bytes);
    byte[] millis = ByteBuffer.allocate(Long.BYTES).putLong(nowMillis).array();
    System.arraycopy(millis, Long.BYTES - MILLIS_BYTES, bytes, 0, MILLIS_BYTES);
    return new Generation(Base64.getUrlEncoder().encodeToString(bytes));
  }

  /** What Memcached holds, or null when no tier wrote it. */
  static @Nullable Generation parse(byte[] stored) {
    String text = new String(stored, US_ASCII);
    return text.matches("[A-Za-z0-9_-]{" + LENGTH + "}") ? new Generation(text) : null;
  }

  byte[] bytes() {
    return text.getBytes(US_ASCII);
  }
}
