package io.tiercel.tiers.objectstore;

import io.tiercel.tiers.spi.ByteEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/**
 * An object as it was read:
 *
 * <pre>
 *   16 bytes  mark    a random UUID; no other write has it, whoever makes it
 *    n bytes  bytes   the entry's own
 * </pre>
 *
 * <p>The mark tells two writes of the same bytes apart where an ETag is a hash of the bytes. An
 * object of no bytes at all counts as absent. Anything shorter than a mark was not written by a
 * tier; it reads as an entry without bytes, which a conditional write can replace.
 */
public final class StoredObject {
  static final int MARK_BYTES = 16;

  /** What stands where an object was, in a store that cannot delete on a condition. */
  static final byte[] NOTHING = new byte[0];

  private final byte[] body;
  private final String token;

  private StoredObject(byte[] body, String token) {
    this.body = body;
    this.token = token;
  }

  /**
   * Reads an object's bytes, unless they are more than the limit: then it was not written by this
   * tier, and reads as an entry without bytes.
   *
   * @param token what recognises this very write
   */
  public static StoredObject read(InputStream in, long maxBytes, String token) throws IOException {
    int limit = Math.toIntExact(Math.min(maxBytes, Integer.MAX_VALUE - 1L));
    byte[] body = in.readNBytes(limit + 1);
    return new StoredObject(body.length > limit ? new byte[1] : body, token);
  }

  /**
   * Reads no more than the first bytes of an object.
   *
   * @param token what recognises this very write
   */
  public static StoredObject readFirst(InputStream in, int bytes, String token) throws IOException {
    return new StoredObject(in.readNBytes(bytes), token);
  }

  static byte[] marked(byte[] bytes) {
    UUID mark = UUID.randomUUID();
    return ByteBuffer.allocate(MARK_BYTES + bytes.length)
        .putLong(mark.getMostSignificantBits())
        .putLong(mark.getLeastSignificantBits())
        .put(bytes)
        .array();
  }

  boolean isNothing() {
    return body.length == 0;
  }

  String token() {
    return token;
  }

  long bytes() {
    return body.length;
  }

  ByteEntry entry() {
    int cut = Math.min(MARK_BYTES, body.length);
    return ByteEntry.read(Arrays.copyOfRange(body, cut, body.length), token);
  }
}
