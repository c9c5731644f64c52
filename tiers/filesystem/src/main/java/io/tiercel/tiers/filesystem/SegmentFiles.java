package io.tiercel.tiers.filesystem;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The files of a log in their folder. */
final class SegmentFiles {
  private static final String PREFIX = "segment-";

  private SegmentFiles() {}

  /** The segments there are, mapped. Files of another size are of no use, and go. */
  static List<Segment> open(Path folder, int size) throws IOException {
    List<Segment> segments = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*")) {
      for (Path file : files) {
        if (Files.size(file) == size) {
          segments.add(Segment.open(file, size));
        } else {
          Files.delete(file);
        }
      }
    }
    return segments;
  }

  /** Makes another one. */
  static Segment create(Path folder, int size, boolean forced) throws IOException {
    long usable = Files.getFileStore(folder).getUsableSpace();
    if (usable < size) {
      throw new IOException("No space left: " + usable + " bytes are free");
    }
    Segment created = Segment.create(unused(folder), size);
    if (forced) {
      force(folder);
    }
    return created;
  }

  private static Path unused(Path folder) {
    for (int i = 0; ; i++) {
      Path file = folder.resolve(PREFIX + i);
      if (Files.notExists(file)) {
        return file;
      }
    }
  }

  /** Makes new files last, where the operating system can do that for a folder. */
  static void force(Path folder) throws IOException {
    if (java.io.File.separatorChar == '\\') {
      return;
    }
    Uninterrupted.call(
        () -> {
          try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
            return true;
          }
        });
  }
}
