package io.tiercel.tiers.filesystem;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM with the class path of this one, which runs a main class of the tests. */
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;

  private Child(List<String> command) {
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  static Child start(Class<?> main, String... arguments) {
    return new Child(command(main, arguments));
  }

  /** As a shell would start it that allows files of so many blocks of 1 KiB. */
  static Child startLimited(int fileBlocks, Class<?> main, String... arguments) {
    String line = String.join("' '", command(main, arguments));
    return new Child(List.of("bash", "-c", "ulimit -f " + fileBlocks + "; exec '" + line + "'"));
  }

  private static List<String> command(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The next line, or null when the child has ended. */
  String line() {
    try {
      return said.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the child says this. */
  void await(String line) {
    List<String> before = new ArrayList<>();
    for (String next = line(); !line.equals(next); next = line()) {
      if (next == null) {
        throw new AssertionError("the child never said \"" + line + "\" but " + before);
      }
      before.add(next);
    }
  }

  /** As {@code kill -9} does; what the child has said can still be read. */
  void kill() {
    process.toHandle().destroyForcibly();
    try {
      process.waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
    process.destroyForcibly();
  }
}
