package io.tiercel.tiers.filesystem;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The values too large for the log, each a file, within a bound of their own. A file is complete
 * before a record names it, is never changed, and is deleted as soon as nothing names it.
 *
 * <p>Read and written by streams, which an interrupt does not close. Thread-safe.
 */
final class LargeFiles {
  private final File folder;
  private final boolean forced;
  private final Cache<Long, LargeFile> named;

  LargeFiles(Path part, Geometry geometry, Fsync fsync) {
    this.folder = part.resolve("large").toFile();
    this.forced = fsync != Fsync.NONE;
    this.named =
        Caffeine.newBuilder()
            .maximumWeight(geometry.largeBytes())
            .weigher((Long hash, LargeFile file) -> file.length())
            .executor(Runnable::run)
            .<Long, LargeFile>removalListener((hash, file, cause) -> gone(file))
            .build();
  }

  private void gone(@Nullable LargeFile file) {
    if (file != null) {
      delete(file);
    }
  }

  /** Writes a file that no record names yet. */
  LargeFile write(byte[] value) {
    CRC32C crc = new CRC32C();
    crc.update(value);
    LargeFile written =
        new LargeFile(ThreadLocalRandom.current().nextLong(), value.length, (int) crc.getValue());
    try {
      Files.createDirectories(folder.toPath());
      writeTo(file(written), value);
    } catch (IOException e) {
      delete(written);
      throw Problem.isNoRoom(e)
          ? Problem.noRoom(folder.toPath(), value.length, e)
          : Problem.with(file(written).toPath(), e);
    }
    return written;
  }

  private void writeTo(File file, byte[] value) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file)) {
      out.write(value);
      if (forced) {
        out.getFD().sync();
      }
    }
    if (forced) {
      SegmentFiles.force(folder.toPath());
    }
  }

  /** A record names the file: it counts. */
  void keep(long hash, LargeFile file) {
    named.put(hash, file);
  }

  /** No record names the file any more. */
  void forget(long hash, LargeFile file) {
    if (!named.asMap().remove(hash, file)) {
      delete(file);
    }
  }

  /** Returns the content of a file, or null when it is gone or damaged. */
  byte @Nullable [] read(long hash, LargeFile file) {
    File path = file(file);
    if (named.getIfPresent(hash) == null || path.length() != file.length()) {
      return null;
    }
    try (FileInputStream in = new FileInputStream(path)) {
      byte[] value = in.readNBytes(file.length());
      CRC32C crc = new CRC32C();
      crc.update(value);
      return value.length == file.length() && (int) crc.getValue() == file.crc() ? value : null;
    } catch (IOException e) {
      return null;
    }
  }

  /** Deletes the files that a former process wrote and no record names. */
  void sweep() {
    Set<String> kept =
        named.asMap().values().stream().map(LargeFile::fileName).collect(Collectors.toSet());
    File[] files = folder.listFiles();
    for (File file : files == null ? new File[0] : files) {
      if (!kept.contains(file.getName())) {
        file.delete();
      }
    }
  }

  private File file(LargeFile file) {
    return new File(folder, file.fileName());
  }

  private void delete(LargeFile file) {
    file(file).delete();
  }
}
