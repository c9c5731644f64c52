package io.tiercel.tiers.filesystem;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A folder that one open tier has to itself, in whatever process: {@code <directory>/<cache>/0}, or
 * {@code 1} where another has that, and so on. Held by a lock on its file {@code lock}; what a
 * process leaves when it ends, the next to come takes over.
 */
final class Part implements AutoCloseable {
  private static final int MOST = 1_000;

  /**
   * The parts of this process. Closing any channel of a file ends the lock of the whole process on
   * some systems, so that the lock file of one of these must not even be opened.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /** Opened before it was known that another class loader of this process holds the part. */
  private static final Collection<FileChannel> NEVER_CLOSED = new ConcurrentLinkedQueue<>();

  private final Path folder;
  private final FileChannel lock;

  private Part(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /** Takes the first part of the cache that nobody has. */
  static Part claim(Path directory, String namespace) throws IOException {
    Path cache = directory.resolve(FolderName.of(namespace));
    Files.createDirectories(cache);
    Path real = cache.toRealPath();
    for (int i = 0; i < MOST; i++) {
      Part part = tryClaim(real.resolve(String.valueOf(i)));
      if (part != null) {
        return part;
      }
    }
    throw new IOException("all " + MOST + " parts of " + cache + " are in use");
  }

  private static @Nullable Part tryClaim(Path folder) throws IOException {
    if (!HELD.add(folder)) {
      return null;
    }
    FileChannel lock = null;
    try {
      Files.createDirectories(folder);
      lock = Uninterrupted.call(() -> tryLock(folder.resolve("lock"))).orElse(null);
      return lock == null ? null : new Part(folder, lock);
    } finally {
      if (lock == null) {
        HELD.remove(folder);
      }
    }
  }

  private static Optional<FileChannel> tryLock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(channel);
      }
      channel.close();
    } catch (OverlappingFileLockException e) {
      NEVER_CLOSED.add(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return Optional.empty();
  }

  Path folder() {
    return folder;
  }

  /** Gives the part back because of a failure. */
  void closeAfter(Exception failure) {
    try {
      close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      lock.close();
    } finally {
      HELD.remove(folder);
    }
  }
}
