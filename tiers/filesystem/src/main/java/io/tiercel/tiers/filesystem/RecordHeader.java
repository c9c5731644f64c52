package io.tiercel.tiers.filesystem;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the name and the value of a record.
 *
 * <pre>
 * All numbers are big-endian.
 *
 * offset  bytes
 *      0      4  link: CRC32C of these 40 bytes, with the link of the record before in its place
 *                (of the first record: the CRC of the segment's header)
 *      4      4  CRC32C of all that follows: the same wherever the record is copied
 *      8      8  token: the address at which this entry was first written
 *     16      8  deadline in milliseconds since the epoch; 7FFFFFFFFFFFFFFF never
 *     24      8  hash of the name
 *     32      1  kind: 1 value, 2 value in a file of its own, 3 removal, 4 removal of everything
 *     33      1  0
 *     34      2  length of the name, n
 *     36      4  length of the value, m
 *     40      n  name
 *     ..      m  value
 * </pre>
 *
 * <p>So a record is valid only behind the very record it was written behind: bytes of a former use
 * of the segment, and what lies behind a torn record, never are.
 */
record RecordHeader(
    int link,
    int bodyCrc,
    long token,
    long deadlineMillis,
    long hash,
    byte kind,
    int nameBytes,
    int valueBytes) {

  static final int BYTES = 40;
  private static final int CRC_END = 8;

  static final byte VALUE = 1;
  static final byte FILE = 2;
  static final byte REMOVAL = 3;
  static final byte CLEAR = 4;

  /** Reads the fields, whatever they are worth. */
  static RecordHeader of(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new RecordHeader(
        in.getInt(0),
        in.getInt(4),
        in.getLong(8),
        in.getLong(16),
        in.getLong(24),
        in.get(32),
        in.getShort(34) & 0xFFFF,
        in.getInt(36));
  }

  /** Returns the header of the record that follows the one of the given link, or null. */
  static @Nullable RecordHeader follow(ByteBuffer segment, int offset, int linkBefore) {
    if (segment.capacity() - offset < BYTES) {
      return null;
    }
    byte[] bytes = new byte[BYTES];
    segment.get(offset, bytes);
    RecordHeader header = of(bytes);
    boolean follows = header.link == link(bytes, linkBefore) && header.fits(segment, offset);
    return follows ? header : null;
  }

  /** Whether lengths make sense: judged before anything is allocated. */
  boolean fits(ByteBuffer segment, int offset) {
    return valueBytes >= 0 && (long) offset + BYTES + nameBytes + valueBytes <= segment.capacity();
  }

  /** The length of the whole record. */
  int length() {
    return BYTES + nameBytes + valueBytes;
  }

  /** The header of a record of this name and value, not yet linked. */
  static RecordHeader of(byte kind, long token, long deadlineMillis, Name name, byte[] value) {
    RecordHeader header =
        new RecordHeader(
            0, 0, token, deadlineMillis, name.hash(), kind, name.bytes().length, value.length);
    int crc = header.crcWith(name.bytes(), value);
    return new RecordHeader(
        0, crc, token, deadlineMillis, name.hash(), kind, header.nameBytes, header.valueBytes);
  }

  /** Whether the record is as it was written. */
  boolean isIntact(byte[] name, byte[] value) {
    return bodyCrc == crcWith(name, value);
  }

  private int crcWith(byte[] name, byte[] value) {
    CRC32C crc = new CRC32C();
    crc.update(unlinked(), CRC_END, BYTES - CRC_END);
    crc.update(name);
    crc.update(value);
    return (int) crc.getValue();
  }

  /** The header as bytes, linked to the record before. */
  byte[] linkedTo(int linkBefore) {
    byte[] bytes = unlinked();
    int link = link(bytes, linkBefore);
    ByteBuffer.wrap(bytes).putInt(0, link);
    return bytes;
  }

  private byte[] unlinked() {
    byte[] bytes = new byte[BYTES];
    ByteBuffer.wrap(bytes)
        .putInt(4, bodyCrc)
        .putLong(8, token)
        .putLong(16, deadlineMillis)
        .putLong(24, hash)
        .put(32, kind)
        .putShort(34, (short) nameBytes)
        .putInt(36, valueBytes);
    return bytes;
  }

  private static int link(byte[] bytes, int linkBefore) {
    ByteBuffer.wrap(bytes).putInt(0, linkBefore);
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
