package io.tiercel.internal.writebehind;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a folder says of its files. */
final class Folder {
  private Folder() {}

  /**
   * Makes it outlast a power failure. Elsewhere than on POSIX systems a folder cannot be forced,
   * and need not be. An interrupt is kept for later, as it would close the channel.
   */
  static void force(Path folder) throws IOException {
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    boolean interrupted = false;
    try {
      do {
        interrupted |= Thread.interrupted();
      } while (!forceUnlessInterrupted(folder));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean forceUnlessInterrupted(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }
}
