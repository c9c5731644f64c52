package io.tiercel.internal.writebehind;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A file of records, to the end of which others are added. Not thread-safe. No interrupt does it
 * harm.
 *
 * <pre>
 * offset  bytes
 *      0      8  TCLCHNG1
 *
 * and for each record:
 *
 *      0      4  length of the content, n
 *      4      4  CRC32C of the length and the content
 *      8      n  the content
 * </pre>
 *
 * <p>What follows the first record that is not whole is no part of the file: a process died while
 * it wrote.
 */
final class RecordFile implements AutoCloseable {
  static final int FILE_HEADER_BYTES = 8;
  static final int RECORD_HEADER_BYTES = 8;

  private static final long MAGIC = 0x54434C43484E4731L;
  private static final int MAX_CONTENT_BYTES = 1 << 30;

  private final Path path;
  private final boolean forces;
  private RandomAccessFile file;
  private long end;

  /** Whether a record may be there in part, and could not be taken away. */
  private boolean isBroken;

  /** Whether the file may be gone after a power failure, or the one before it be back. */
  private boolean isFolderDue = true;

  /** Where a record lies. */
  record Place(long offset, int contentBytes) {}

  /** Is shown the records there are. */
  interface Reader {
    void read(Place place, ByteBuffer content) throws IOException;
  }

  private RecordFile(Path path, boolean forces, RandomAccessFile file) {
    this.path = path;
    this.forces = forces;
    this.file = file;
  }

  /**
   * Opens a file, or makes it, and reads it.
   *
   * @param forces whether what is added is on the disk before that returns
   */
  static RecordFile open(Path path, boolean forces, Reader reader) throws IOException {
    RecordFile opened = new RecordFile(path, forces, new RandomAccessFile(path.toFile(), "rw"));
    try {
      opened.begin(reader);
      return opened;
    } catch (IOException | RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  private void begin(Reader reader) throws IOException {
    if (file.length() < FILE_HEADER_BYTES) {
      writeHeader();
    } else {
      readAll(reader);
    }
    file.setLength(end);
    force();
  }

  private void writeHeader() throws IOException {
    file.writeLong(MAGIC);
    end = FILE_HEADER_BYTES;
  }

  private void readAll(Reader reader) throws IOException {
    if (file.readLong() != MAGIC) {
      throw new IOException(path + " is no log of changes; move it out of the way");
    }
    end = FILE_HEADER_BYTES;
    for (ByteBuffer content = next(); content != null; content = next()) {
      Place place = new Place(end, content.remaining());
      end += RECORD_HEADER_BYTES + content.remaining();
      reader.read(place, content);
    }
  }

  /** How many bytes the file has. */
  long bytes() {
    return end;
  }

  private @Nullable ByteBuffer next() throws IOException {
    long left = file.length() - end - RECORD_HEADER_BYTES;
    if (left < 0) {
      return null;
    }
    file.seek(end);
    int length = file.readInt();
    int crc = file.readInt();
    if (length < 0 || length > Math.min(left, MAX_CONTENT_BYTES)) {
      return null;
    }
    byte[] content = new byte[length];
    file.readFully(content);
    return crc(content) == crc ? ByteBuffer.wrap(content) : null;
  }

  private static int crc(byte[] content) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, content.length));
    crc.update(content);
    return (int) crc.getValue();
  }

  /** Adds a record that must not be lost. */
  Place add(byte[] content) throws IOException {
    Place place = addLightly(content);
    try {
      force();
      return place;
    } catch (IOException e) {
      end = place.offset();
      mend(e);
      throw e;
    }
  }

  /** Adds a record that may be lost when the machine loses power. */
  Place addLightly(byte[] content) throws IOException {
    if (isBroken) {
      throw new IOException(path + " could not be mended after an earlier failure");
    }
    if (content.length > MAX_CONTENT_BYTES) {
      throw new IOException(
          content.length + " bytes are more than the " + MAX_CONTENT_BYTES + " of a record");
    }
    byte[] record =
        ByteBuffer.allocate(RECORD_HEADER_BYTES + content.length)
            .putInt(content.length)
            .putInt(crc(content))
            .put(content)
            .array();
    try {
      file.seek(end);
      file.write(record);
    } catch (IOException e) {
      mend(e);
      throw e;
    }
    Place place = new Place(end, content.length);
    end += record.length;
    return place;
  }

  /** Takes away what was not added: half a record would hide all that is added later. */
  private void mend(IOException failure) {
    try {
      file.setLength(end);
    } catch (IOException e) {
      isBroken = true;
      failure.addSuppressed(e);
    }
  }

  private void force() throws IOException {
    if (forces) {
      forceFolder();
      file.getFD().sync();
    }
  }

  private void forceFolder() throws IOException {
    if (isFolderDue) {
      Folder.force(requireNonNull(path.getParent(), "a file lies in a folder"));
      isFolderDue = false;
    }
  }

  /** Drops all records. */
  void clear() throws IOException {
    file.setLength(FILE_HEADER_BYTES);
    end = FILE_HEADER_BYTES;
    force();
  }

  /**
   * Keeps only these records, in this order. Until the next one is added a power failure may bring
   * all of them back.
   *
   * @return where each is now, in the same order
   */
  List<Place> keepOnly(Collection<Place> kept) throws IOException {
    Path next = path.resolveSibling(path.getFileName() + ".new");
    Files.deleteIfExists(next);
    List<Place> moved = new ArrayList<>();
    long length;
    try (RecordFile copy = open(next, forces, (place, content) -> {})) {
      for (Place place : kept) {
        byte[] content = new byte[place.contentBytes()];
        file.seek(place.offset() + RECORD_HEADER_BYTES);
        file.readFully(content);
        moved.add(copy.addLightly(content));
      }
      copy.force();
      length = copy.end;
    }
    replaceBy(next, length);
    return moved;
  }

  private void replaceBy(Path next, long length) throws IOException {
    file.close();
    try {
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
      end = length;
      isFolderDue = true;
    } finally {
      file = new RandomAccessFile(path.toFile(), "rw");
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
