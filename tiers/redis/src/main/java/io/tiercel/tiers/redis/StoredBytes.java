package io.tiercel.tiers.redis;

import io.tiercel.tiers.spi.ByteEntry;
import java.util.Arrays;

/**
 * How an entry lies in Redis:
 *
 * <pre>
 *   8 bytes  token    no other write has it, whoever makes it
 *   n bytes  bytes    the entry's own
 * </pre>
 *
 * <p>Anything shorter was not written by a tier; it reads as an entry without bytes, whose token is
 * all there is, so that a conditional write can replace it.
 */
final class StoredBytes {
  static final int TOKEN_BYTES = 8;

  private StoredBytes() {}

  static byte[] of(byte[] token, byte[] bytes) {
    byte[] stored = Arrays.copyOf(token, TOKEN_BYTES + bytes.length);
    System.arraycopy(bytes, 0, stored, TOKEN_BYTES, bytes.length);
    return stored;
  }

  static ByteEntry read(byte[] stored) {
    int cut = Math.min(TOKEN_BYTES, stored.length);
    return ByteEntry.read(
        Arrays.copyOfRange(stored, cut, stored.length), Arrays.copyOf(stored, cut));
  }
}
