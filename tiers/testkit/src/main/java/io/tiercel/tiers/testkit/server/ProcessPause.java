package io.tiercel.tiers.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Holds another process up, as if its clock had stopped: it keeps its connections and does nothing.
 */
public final class ProcessPause {
  private ProcessPause() {}

  /**
   * Has it do nothing until the pause is ended.
   *
   * @throws IllegalStateException when it is not there
   */
  public static void begin(Process process) {
    signal(process, "STOP");
  }

  /**
   * Lets it go on.
   *
   * @throws IllegalStateException when it is not there
   */
  public static void end(Process process) {
    signal(process, "CONT");
  }

  private static void signal(Process process, String name) {
    String pid = String.valueOf(process.pid());
    try {
      if (new ProcessBuilder("kill", "-" + name, pid).start().waitFor() != 0) {
        throw new IllegalStateException("process " + pid + " cannot be sent the signal " + name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
