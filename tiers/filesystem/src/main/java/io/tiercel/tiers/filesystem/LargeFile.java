package io.tiercel.tiers.filesystem;

import java.nio.ByteBuffer;

/**
 * What a record says of a value that is a file of its own.
 *
 * <pre>
 * offset  bytes
 *      0      8  id: the name of the file, as 16 hexadecimal digits
 *      8      4  length of the file
 *     12      4  CRC32C of the file
 * </pre>
 */
record LargeFile(long id, int length, int crc) {
  static final int BYTES = 16;

  static LargeFile of(byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value);
    return new LargeFile(in.getLong(), in.getInt(), in.getInt());
  }

  byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putLong(id).putInt(length).putInt(crc).array();
  }

  String fileName() {
    return "%016x".formatted(id);
  }
}
