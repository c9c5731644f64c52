package io.tiercel.tiers.filesystem;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * The index as it was when a process closed, so that the next need not read the log.
 *
 * <pre>
 * All numbers are big-endian.
 *
 * offset  bytes
 *      0      8  magic and version "TCELIDX1"
 *      8      8  address where the log ended
 *     16      4  link of its last record
 *     20     ..  entries: hash 8, address 8, token 8, length of the record 4;
 *                where the value is a file of its own the length is negative, and
 *                16 bytes follow as {@linkplain LargeFile the record} has them
 *     ..      4  CRC32C of everything before
 * </pre>
 *
 * <p>It counts only when the log ends where it says. Read and written by streams, which an
 * interrupt does not close.
 */
final class Snapshot {
  private static final long MAGIC = 0x5443454C49445831L;
  private static final int HEADER_BYTES = 20;
  private static final int ENTRY_BYTES = 28;
  private static final int CRC_BYTES = 4;
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;

  Snapshot(Path folder) {
    this.file = folder.resolve("index");
  }

  void write(Index index, long endAddress, int link) throws IOException {
    CRC32C crc = new CRC32C();
    try (FileOutputStream bytes = new FileOutputStream(file.toFile());
        DataOutputStream out =
            new DataOutputStream(
                new BufferedOutputStream(new CheckedOutputStream(bytes, crc), BUFFER_BYTES))) {
      out.writeLong(MAGIC);
      out.writeLong(endAddress);
      out.writeInt(link);
      for (Map.Entry<Long, Location> entry : index.all().entrySet()) {
        write(out, entry.getKey(), entry.getValue());
      }
      out.flush();
      out.writeInt((int) crc.getValue());
    }
  }

  private static void write(DataOutputStream out, long hash, Location location) throws IOException {
    LargeFile large = location.file;
    out.writeLong(hash);
    out.writeLong(location.address());
    out.writeLong(location.token);
    out.writeInt(large == null ? location.length : -location.length);
    if (large != null) {
      out.write(large.toBytes());
    }
  }

  /** Fills the index, if the log ends as it did; else leaves it alone. */
  boolean restore(Index index, LogEnd end) throws IOException {
    if (!Files.exists(file) || !isIntact()) {
      return false;
    }
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(new FileInputStream(file.toFile()), BUFFER_BYTES))) {
      if (in.readLong() != MAGIC || !end.accept(in.readLong(), in.readInt())) {
        return false;
      }
      long left = Files.size(file) - HEADER_BYTES - CRC_BYTES;
      byte[] entry = new byte[ENTRY_BYTES];
      index.expect(left / ENTRY_BYTES);
      while (left > 0) {
        left -= restore(in, entry, index);
      }
      return true;
    }
  }

  private static int restore(DataInputStream in, byte[] bytes, Index index) throws IOException {
    in.readFully(bytes);
    ByteBuffer entry = ByteBuffer.wrap(bytes);
    int length = entry.getInt(24);
    LargeFile large = length < 0 ? LargeFile.of(in.readNBytes(LargeFile.BYTES)) : null;
    index.restore(
        entry.getLong(0),
        new Location(entry.getLong(16), entry.getLong(8), Math.abs(length), large));
    return ENTRY_BYTES + (large == null ? 0 : LargeFile.BYTES);
  }

  private boolean isIntact() throws IOException {
    CRC32C crc = new CRC32C();
    try (InputStream in = new FileInputStream(file.toFile())) {
      long left = Files.size(file) - CRC_BYTES;
      byte[] buffer = new byte[BUFFER_BYTES];
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          return false;
        }
        crc.update(buffer, 0, read);
        left -= read;
      }
      DataInputStream last = new DataInputStream(in);
      return left == 0 && Files.size(file) > HEADER_BYTES && last.readInt() == (int) crc.getValue();
    }
  }

  /** From here on it says nothing any more. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  /** Where the log ends. */
  interface LogEnd {
    /** Whether the last record ends at this address and has this link. */
    boolean accept(long address, int link);
  }
}
