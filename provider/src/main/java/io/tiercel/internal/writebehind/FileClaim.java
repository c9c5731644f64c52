package io.tiercel.internal.writebehind;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A file that one queue has to itself, in whatever process, by a lock on the file beside it. */
final class FileClaim implements AutoCloseable {
  /**
   * Closing any channel of a file ends the lock of the whole process on some systems, so that the
   * lock file of one of these must not even be opened.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /** Opened before it was known that another class loader of this process holds the lock. */
  private static final Collection<FileChannel> NEVER_CLOSED = new ConcurrentLinkedQueue<>();

  private final Path path;
  private final FileChannel channel;

  private FileClaim(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Claims a file.
   *
   * @param file a real path
   * @throws IOException also when another has it
   */
  static FileClaim of(Path file) throws IOException {
    Path path = file.resolveSibling(file.getFileName() + ".lock");
    if (!HELD.add(path)) {
      throw taken(file);
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw taken(file);
      }
      return new FileClaim(path, channel);
    } catch (OverlappingFileLockException e) {
      NEVER_CLOSED.add(channel);
      HELD.remove(path);
      throw taken(file);
    } catch (IOException e) {
      if (channel != null) {
        channel.close();
      }
      HELD.remove(path);
      throw e;
    }
  }

  private static IOException taken(Path file) {
    return new IOException(
        file
            + " is in use by another process or another cache manager; give each a directory of its"
            + " own");
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(path);
    }
  }
}
