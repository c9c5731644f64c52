package io.tiercel.internal.codec;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One entry as bytes, the same in every tier outside the heap.
 *
 * <pre>
 * All numbers are big-endian; times are milliseconds since the epoch.
 *
 * offset  bytes
 *      0      4  magic "TCEL"
 *      4      1  envelope version: 1
 *      5      1  flags: 1 tombstone, 2 key echo, 4 tags (reserved), 8 encrypted, the rest 0
 *      6      1  codec of the body; 0 for a tombstone
 *      7      1  compression of the body: 0 none, 1 lz4, 2 zstd
 *      8      8  version of the key
 *     16      8  when this record was written
 *     24      8  deadline; 7FFFFFFFFFFFFFFF never
 *     32      4  what loading the value took, in milliseconds; 0 unknown
 *                with flag 2, where the name does not tell the key:
 *     36      1    codec of the key
 *     37      4    length of the key, n
 *     41      n    key
 *     ..      m  body, up to the last four bytes; empty for a tombstone that is not encrypted
 *     ..      4  CRC32C of everything before
 * </pre>
 *
 * <p>A reader takes bytes for an entry only when it understands all of it: an unknown version,
 * flag, codec or compression is a {@linkplain Reject miss}. What a compressed body looks like is
 * told by the {@link Compressor}, what an encrypted one does by {@link Encryption}; it is
 * compressed first.
 *
 * @param version the version of the key
 * @param createdMillis when this record was written
 * @param deadlineMillis when the entry's life ends
 * @param loadCostMillis what loading the value took, 0 when unknown
 * @param key the key, where the name does not tell it
 * @param value the value, null for a tombstone
 */
record Envelope(
    long version,
    long createdMillis,
    long deadlineMillis,
    int loadCostMillis,
    @Nullable Encoded key,
    @Nullable Body value) {

  private static final int MAGIC = 0x5443454C;
  private static final byte FORMAT = 1;
  private static final int TOMBSTONE = 1;
  private static final int KEY_ECHO = 2;
  private static final int ENCRYPTED = 8;
  private static final int KNOWN_FLAGS = TOMBSTONE | KEY_ECHO | ENCRYPTED;
  private static final byte NO_CODEC = 0;
  private static final int VERSION_AT = 8;
  private static final int DEADLINE_AT = 24;
  static final int HEADER_BYTES = 36;
  private static final int ECHO_HEADER_BYTES = 5;
  private static final int CRC_BYTES = 4;
  private static final ByteBuffer NO_BODY = ByteBuffer.allocate(0);

  byte[] toBytes() {
    return toBytes(Encryption.NONE, "");
  }

  /**
   * @param name what the record will be found under
   */
  byte[] toBytes(Encryption encryption, String name) {
    ByteBuffer plain = value == null ? NO_BODY : value.bytes();
    if (encryption.isOn()) {
      byte[] head = putHead(ByteBuffer.allocate(headBytes()), true).array();
      return toBytes(encryption.seal(name, head, plain.duplicate()), true);
    }
    return toBytes(plain, false);
  }

  private byte[] toBytes(ByteBuffer body, boolean isEncrypted) {
    ByteBuffer out = ByteBuffer.allocate(size(headBytes(), body.remaining()));
    putHead(out, isEncrypted).put(out.position(), body, body.position(), body.remaining());
    return out.putInt(out.capacity() - CRC_BYTES, crc(out.array())).array();
  }

  private int headBytes() {
    return HEADER_BYTES + (key == null ? 0 : ECHO_HEADER_BYTES + key.size());
  }

  private ByteBuffer putHead(ByteBuffer out, boolean isEncrypted) {
    int flags = (value == null ? TOMBSTONE : 0) | (key == null ? 0 : KEY_ECHO);
    out.putInt(MAGIC).put(FORMAT).put((byte) (flags | (isEncrypted ? ENCRYPTED : 0)));
    out.put(value == null ? NO_CODEC : (byte) value.codecId());
    out.put((byte) (value == null ? Body.NO_COMPRESSION : value.compressionId()));
    out.putLong(version).putLong(createdMillis).putLong(deadlineMillis).putInt(loadCostMillis);
    if (key != null) {
      out.put((byte) key.codecId()).putInt(key.size()).put(key.bytes().duplicate());
    }
    return out;
  }

  private static int size(int head, int body) {
    long size = (long) head + body + CRC_BYTES;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "an entry of " + size + " bytes is larger than an array can be; store smaller values");
    }
    return (int) size;
  }

  /** Reads what {@link #toBytes} wrote; key and value are views of the bytes. */
  static Envelope parse(byte[] bytes) throws RejectedException {
    return parse(bytes, Encryption.NONE, "");
  }

  /**
   * Reads what {@link #toBytes} wrote; the key is a view of the bytes, and so is a value that was
   * not encrypted.
   *
   * @param name what the record was found under
   */
  static Envelope parse(byte[] bytes, Encryption encryption, String name) throws RejectedException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < Integer.BYTES || in.getInt() != MAGIC) {
      throw new RejectedException(Reject.NOT_AN_ENVELOPE);
    }
    require(bytes.length > Integer.BYTES, Reject.CORRUPT);
    require(in.get() == FORMAT, Reject.UNKNOWN_VERSION);
    require(bytes.length >= HEADER_BYTES + CRC_BYTES, Reject.CORRUPT);
    require(in.getInt(bytes.length - CRC_BYTES) == crc(bytes), Reject.CORRUPT);
    in.limit(bytes.length - CRC_BYTES);

    int flags = in.get();
    require((flags & ~KNOWN_FLAGS) == 0, Reject.UNKNOWN_FLAGS);
    int codecId = Byte.toUnsignedInt(in.get());
    int compressionId = Byte.toUnsignedInt(in.get());
    long version = in.getLong();
    long createdMillis = in.getLong();
    long deadlineMillis = in.getLong();
    int loadCostMillis = in.getInt();
    Encoded key = (flags & KEY_ECHO) == 0 ? null : parseKey(in);
    boolean tombstone = (flags & TOMBSTONE) != 0;
    boolean isEncrypted = (flags & ENCRYPTED) != 0;
    ByteBuffer head = ByteBuffer.wrap(bytes, 0, in.position());
    ByteBuffer body = encryption.open(isEncrypted, name, head, in.slice());
    require(
        !tombstone || (codecId == NO_CODEC && compressionId == 0 && !body.hasRemaining()),
        Reject.CORRUPT);
    Body value = tombstone ? null : new Body(codecId, compressionId, body);
    return new Envelope(version, createdMillis, deadlineMillis, loadCostMillis, key, value);
  }

  /**
   * Looks at the beginning of a record alone, which no checksum covers.
   *
   * @return the deadline of the value, or null where this is no value of that version
   */
  static @Nullable Long deadlineOf(byte[] beginning, long version) {
    if (beginning.length < HEADER_BYTES) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(beginning);
    boolean isValue =
        in.getInt() == MAGIC && in.get() == FORMAT && (in.get() & (~KNOWN_FLAGS | TOMBSTONE)) == 0;
    return isValue && in.getLong(VERSION_AT) == version ? in.getLong(DEADLINE_AT) : null;
  }

  private static Encoded parseKey(ByteBuffer in) throws RejectedException {
    require(in.remaining() >= ECHO_HEADER_BYTES, Reject.CORRUPT);
    int codecId = Byte.toUnsignedInt(in.get());
    int length = in.getInt();
    require(length >= 0 && length <= in.remaining(), Reject.CORRUPT);
    Encoded key = new Encoded(codecId, in.slice(in.position(), length));
    in.position(in.position() + length);
    return key;
  }

  private static void require(boolean condition, Reject otherwise) throws RejectedException {
    if (!condition) {
      throw new RejectedException(otherwise);
    }
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - CRC_BYTES);
    return (int) crc.getValue();
  }
}
