package io.tiercel.tiers.filesystem;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Uses a channel as if nobody could be interrupted: an interrupt that a channel notices closes it
 * for everyone. The interrupt itself is kept for the thread it was meant for.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  /**
   * Carries out what opens its channel itself, so that it can be carried out again.
   *
   * @throws IOException what the last attempt has thrown
   */
  static <T> T call(ChannelUse<T> use) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        try {
          return use.call();
        } catch (ClosedByInterruptException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A use of a channel. */
  interface ChannelUse<T> {
    T call() throws IOException;
  }
}
