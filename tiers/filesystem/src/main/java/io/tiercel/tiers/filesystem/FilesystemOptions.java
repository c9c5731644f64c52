package io.tiercel.tiers.filesystem;

import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.OptionValues;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a filesystem tier keeps its entries, and what it takes.
 *
 * @param directory where the parts of all caches lie
 * @param maxBytes how much of the disk one cache uses at most
 * @param maxValueBytes the largest value
 */
record FilesystemOptions(Path directory, long maxBytes, long maxValueBytes, Fsync fsync) {
  static final int MAX_NAME_BYTES = 1024;

  private static final long MIB = 1L << 20;
  private static final long DEFAULT_MAX_VALUE_BYTES = 16 * MIB;
  private static final long LARGEST_VALUE = 1L << 30;

  static final Option<String> DIRECTORY =
      Option.text(
              "directory",
              "the directory to keep files in, made when it is not there; caches and processes may"
                  + " share it")
          .mandatory();

  static final Option<Long> MAX_BYTES =
      Option.bytes("max-bytes", "how much of the disk one cache uses at most")
          .byDefault(1024 * MIB)
          .atLeast(4 * MIB);

  static final Option<Long> MAX_VALUE_BYTES =
      Option.bytes(
              "max-value-bytes",
              "the largest value, up to an eighth of max-bytes and 1 GB; larger ones are refused;"
                  + " by default 16MB, or an eighth of max-bytes where that is less")
          .atLeast(1L);

  static final Option<String> FSYNC =
      Option.text(
              "fsync",
              "when bytes are forced to the disk, which matters when the machine loses power, not"
                  + " when the process ends: none, periodic (every second) or commit (each write)")
          .byDefault("none");

  static final List<Option<?>> ALL = List.of(DIRECTORY, MAX_BYTES, MAX_VALUE_BYTES, FSYNC);

  /**
   * Reads what was given.
   *
   * @throws IllegalArgumentException when a value breaks a rule; the message names them all
   */
  static FilesystemOptions of(OptionValues values) {
    List<String> problems = new ArrayList<>();
    Path directory = directory(values.get(DIRECTORY), problems);
    long maxBytes = values.get(MAX_BYTES);
    long maxValueBytes = maxValueBytes(values.find(MAX_VALUE_BYTES), maxBytes, problems);
    Fsync fsync = fsync(values.get(FSYNC), problems);
    if (directory == null || fsync == null || !problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return new FilesystemOptions(directory, maxBytes, maxValueBytes, fsync);
  }

  private static @Nullable Path directory(String given, List<String> problems) {
    try {
      if (!given.isBlank()) {
        return Path.of(given);
      }
      problems.add("directory must not be empty");
    } catch (InvalidPathException e) {
      problems.add("directory must be a path, but is \"" + given + "\" (" + e.getReason() + ")");
    }
    return null;
  }

  private static long maxValueBytes(@Nullable Long given, long maxBytes, List<String> problems) {
    long greatest = Math.min(maxBytes / 8, LARGEST_VALUE);
    if (given == null) {
      return Math.min(greatest, DEFAULT_MAX_VALUE_BYTES);
    }
    if (given > greatest) {
      problems.add(
          "max-value-bytes must be <= %d bytes, the lesser of an eighth of max-bytes and 1 GB, but is %d"
              .formatted(greatest, given));
    }
    return given;
  }

  private static @Nullable Fsync fsync(String given, List<String> problems) {
    for (Fsync mode : Fsync.values()) {
      if (name(mode).equals(given)) {
        return mode;
      }
    }
    String known =
        Arrays.stream(Fsync.values())
            .map(FilesystemOptions::name)
            .collect(Collectors.joining(", "));
    problems.add("fsync must be one of " + known + " but is \"" + given + "\"");
    return null;
  }

  private static String name(Fsync mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }
}
