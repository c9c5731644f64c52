package io.tiercel.tiers.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A server of a test, in a process and a folder of its own. It ends when it is closed, at the
 * latest with this JVM.
 */
final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<String> command;
  private final Map<String, String> environment;
  private final Path folder;
  private final Path log;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Process process;

  private ServerProcess(List<String> command, Map<String, String> environment, Path folder) {
    this.command = command;
    this.environment = environment;
    this.folder = folder;
    this.log = folder.resolve("log");
    this.process = launch();
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
  }

  /** Starts a server that keeps its files in the folder. */
  static ServerProcess start(Path folder, List<String> command) {
    return start(folder, command, Map.of());
  }

  /** As {@link #start(Path, List)}, with more in its environment. */
  static ServerProcess start(Path folder, List<String> command, Map<String, String> environment) {
    return new ServerProcess(command, environment, folder);
  }

  /** A new folder for a server's files. */
  static Path newFolder() {
    try {
      return Files.createTempDirectory("tiercel-server");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Where a program is: on the path, or where it is said to be.
   *
   * @throws IllegalStateException when it is not installed; the message says how to get it
   */
  static String find(String program, String installation) {
    Optional<Path> found =
        Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
            .map(folder -> Path.of(folder).resolve(program))
            .filter(Files::isExecutable)
            .findFirst();
    return found
        .map(Path::toString)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    program
                        + " is not installed, but the tests start it themselves; "
                        + installation));
  }

  private Process launch() {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.get(0), e);
    }
  }

  Path folder() {
    return folder;
  }

  /** What the server has written since it was first started. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until the server has said this once more than so many times. */
  void awaitLog(String text, int timesBefore) {
    await(
        "say \"" + text + "\"",
        () -> {
          if (!process.isAlive()) {
            throw new IllegalStateException(command.get(0) + " has ended; it said:\n" + log());
          }
          return occurrences(text) > timesBefore;
        });
  }

  int occurrences(String text) {
    return log().split(java.util.regex.Pattern.quote(text), -1).length - 1;
  }

  /** Waits until something is so. */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("a server did not " + what + " within " + PATIENCE);
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for a server", e);
      }
    }
  }

  /** Starts the server again after it was killed. */
  void restart() {
    process = launch();
  }

  /** Stops the server's clock, so to say: it keeps its connections and answers nothing. */
  void pause() {
    ProcessPause.begin(process);
  }

  /** Lets the server go on. */
  void resume() {
    ProcessPause.end(process);
  }

  /** Ends the server at once, as a crash would. */
  void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      kill();
      delete(folder);
    }
  }

  /** Deletes a folder and what is in it. */
  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
