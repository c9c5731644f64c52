package io.tiercel.tiers.filesystem;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.invoke.VarHandle;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One file of the log, mapped into memory from its opening until nobody refers to it.
 *
 * <pre>
 * All numbers are big-endian.
 *
 * offset  bytes
 *      0      8  magic and version "TCELSEG1"
 *      8      8  sequence: grows by one from segment to segment
 *     16      8  salt: random
 *     24      4  link: the CRC of the last record of the segment before
 *     28      4  CRC32C of everything before
 *     32      .  {@linkplain RecordHeader records}, one behind the other
 *                up to where no record follows
 * </pre>
 *
 * <p>Every byte is written once when the file is made: a mapped page for which the disk has no room
 * would take the process down.
 */
final class Segment {
  static final int HEADER_BYTES = 32;

  private static final long MAGIC = 0x5443454C53454731L;
  private static final int LINK_OFFSET = 24;
  private static final int CRC_OFFSET = 28;
  private static final byte[] ZEROS = new byte[1 << 16];

  final Path file;
  final MappedByteBuffer bytes;
  private volatile long sequence;

  private Segment(Path file, MappedByteBuffer bytes) {
    this.file = file;
    this.bytes = bytes;
    this.sequence = hasHeader() ? bytes.getLong(8) : 0;
  }

  /** Makes a file of zeros; leaves none when that fails. */
  static Segment create(Path file, int size) throws IOException {
    try (RandomAccessFile zeros = new RandomAccessFile(file.toFile(), "rw")) {
      for (int done = 0; done < size; done += ZEROS.length) {
        zeros.write(ZEROS, 0, Math.min(ZEROS.length, size - done));
      }
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
    return open(file, size);
  }

  /** Maps a file that is there. */
  static Segment open(Path file, int size) throws IOException {
    return Uninterrupted.call(
        () -> {
          try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Segment(file, channel.map(MapMode.READ_WRITE, 0, size));
          }
        });
  }

  private boolean hasHeader() {
    return bytes.getLong(0) == MAGIC && bytes.getInt(CRC_OFFSET) == headerCrc();
  }

  private int headerCrc() {
    byte[] header = new byte[CRC_OFFSET];
    bytes.get(0, header);
    CRC32C crc = new CRC32C();
    crc.update(header);
    return (int) crc.getValue();
  }

  /** Which segment of the log this is, or 0 while it is none. */
  long sequence() {
    return sequence;
  }

  /** With what the first record is linked: the CRC of the header. */
  int firstLink() {
    return bytes.getInt(CRC_OFFSET);
  }

  /** The CRC of the last record of the segment before this one. */
  int linkToPrevious() {
    return bytes.getInt(LINK_OFFSET);
  }

  /** From now on readers find nothing here; what is written next comes after that. */
  void retire() {
    sequence = 0;
    VarHandle.fullFence();
  }

  /** Makes this the segment of that sequence, without records. */
  void begin(long next, long salt, int link) {
    bytes.putLong(0, MAGIC).putLong(8, next).putLong(16, salt).putInt(LINK_OFFSET, link);
    bytes.putInt(CRC_OFFSET, headerCrc());
    sequence = next;
  }

  /**
   * Reads a record of that length, which may be overwritten meanwhile.
   *
   * @return null when nothing of that length can be there
   */
  @Nullable StoredRecord read(int offset, int length) {
    if (length < RecordHeader.BYTES || bytes.capacity() - offset < length) {
      return null;
    }
    byte[] head = new byte[RecordHeader.BYTES];
    bytes.get(offset, head);
    RecordHeader header = RecordHeader.of(head);
    if (!header.fits(bytes, offset) || header.length() != length) {
      return null;
    }
    byte[] name = new byte[header.nameBytes()];
    byte[] value = new byte[header.valueBytes()];
    bytes.get(offset + RecordHeader.BYTES, name);
    bytes.get(offset + RecordHeader.BYTES + name.length, value);
    return new StoredRecord(header, name, value);
  }

  /** Whether the record there has that name and is not past its deadline. */
  boolean isOf(int offset, Name name, long nowMillis) {
    byte[] head = new byte[RecordHeader.BYTES];
    bytes.get(offset, head);
    RecordHeader header = RecordHeader.of(head);
    if (header.nameBytes() != name.bytes().length || header.deadlineMillis() <= nowMillis) {
      return false;
    }
    byte[] held = new byte[header.nameBytes()];
    bytes.get(offset + RecordHeader.BYTES, held);
    return name.is(held);
  }

  void force(int from, int to) {
    if (to > from) {
      bytes.force(from, to - from);
    }
  }
}
