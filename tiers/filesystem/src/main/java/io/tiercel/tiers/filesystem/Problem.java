package io.tiercel.tiers.filesystem;

import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** What the file system would not do, said so that someone can act on it. */
final class Problem {
  private Problem() {}

  /** A directory that cannot be worked in. */
  static TierException withDirectory(Path directory, IOException e) {
    if (isNoRoom(e)) {
      return noRoom(directory, 0, e);
    }
    return new TierException(
        Kind.MISCONFIGURED,
        "the directory %s cannot be used: %s; name one that this process may make and write in (option directory)"
            .formatted(directory, e),
        e);
  }

  /** Bytes for which there is no room. */
  static TierException noRoom(Path directory, long bytes, Throwable e) {
    return new TierException(
        Kind.REJECTED,
        "there is no room for %sin %s: %s; free some, or name another directory (option directory)"
            .formatted(bytes == 0 ? "" : bytes + " bytes more ", directory, e.getMessage()),
        e);
  }

  /** A file that cannot be written or read. */
  static TierException with(Path file, Throwable e) {
    return new TierException(Kind.UNAVAILABLE, "%s cannot be used: %s".formatted(file, e), e);
  }

  /** A tier that nothing can be asked of any more. */
  static TierException closed() {
    return new TierException(Kind.UNAVAILABLE, "this filesystem tier is closed");
  }

  /** Whether there was no room on the disk, or not more allowed: POSIX, quota, ulimit, Windows. */
  static boolean isNoRoom(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return Stream.of("no space left", "quota", "file too large", "not enough space")
        .anyMatch(message::contains);
  }
}
