package io.tiercel.tiers.filesystem;

import static io.tiercel.tiers.testkit.OpenTiers.put;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.testkit.LeaseLedger;
import io.tiercel.tiers.testkit.MutableClock;
import io.tiercel.tiers.testkit.OpenTiers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A directory, the tiers opened on it, and a short way to speak to them. */
final class Disk implements AutoCloseable {
  static final String CACHE = "books";

  final MutableClock clock = new MutableClock();
  final Path directory;
  private final OpenTiers tiers;

  Disk(Path directory) {
    this.directory = directory;
    this.tiers =
        new OpenTiers(
            new FilesystemTierFactory(),
            Map.of("directory", directory.toString(), "max-bytes", "4MB"),
            clock);
  }

  /** Opens a tier of the smallest size, 48 segments of 64 KiB. */
  ByteTier open() {
    return open(CACHE, Map.of());
  }

  ByteTier open(String cache, Map<String, ?> options) {
    return tiers.open(cache, options);
  }

  LeaseLedger shared() {
    return tiers.shared();
  }

  /** What a process that dies at this moment leaves, for others to open. */
  Disk crash(Path into) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList()) {
        Path copy = into.resolve(directory.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Disk left = new Disk(into);
    left.clock.set(clock.instant());
    return left;
  }

  /** The folder of the cache that was opened first. */
  Path part() {
    return directory.resolve(FolderName.of(CACHE)).resolve("0");
  }

  /** The files of the part that are segments in use, by sequence. */
  List<Path> segments() {
    Map<Long, Path> bySequence = new TreeMap<>();
    for (Path file : files(name -> name.startsWith("segment-"))) {
      try {
        long sequence = Segment.open(file, (int) Files.size(file)).sequence();
        if (sequence != 0) {
          bySequence.put(sequence, file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return List.copyOf(bySequence.values());
  }

  /** The files of the part whose names are asked for. */
  List<Path> files(Predicate<String> names) {
    try (Stream<Path> files = Files.walk(part())) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> names.test(file.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes so much under names of its own that every segment is used anew, and removes it. */
  static void turnRing(ByteTier tier) {
    for (int i = 0; i < 800; i++) {
      put(tier, "turning" + i % 10, "t".repeat(8_000));
    }
    for (int i = 0; i < 10; i++) {
      tier.remove("turning" + i, Condition.always());
    }
  }

  @Override
  public void close() {
    tiers.close();
  }
}
