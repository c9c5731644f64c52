package io.tiercel.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.tiercel.tiers.testkit.server.ProcessPause;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A JVM of a test's own that runs a {@link Worker}: the class path and the Java of the test, a
 * cache manager configured by system properties. It ends when it is closed, at the latest with the
 * test's JVM. Thread-safe.
 */
final class Jvm implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 600;

  private final Path errors;
  private final Process process;
  private final PrintStream orders;
  private final Thread end = new Thread(this::kill);
  private final CompletableFuture<String> ready = new CompletableFuture<>();
  private final Map<String, CompletableFuture<String>> underWay = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  private Jvm(Map<String, String> systemProperties) {
    try {
      errors = Files.createTempFile("tiercel-worker", ".err");
      process =
          new ProcessBuilder(command(systemProperties)).redirectError(errors.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a JVM", e);
    }
    Runtime.getRuntime().addShutdownHook(end);
    orders = new PrintStream(process.getOutputStream(), true, UTF_8);
    Thread reader = new Thread(this::readAnswers, "answers of JVM " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  private static List<String> command(Map<String, String> systemProperties) {
    Stream<String> java =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1");
    Stream<String> properties =
        systemProperties.entrySet().stream().map(p -> "-D" + p.getKey() + "=" + p.getValue());
    Stream<String> main =
        Stream.of("-cp", System.getProperty("java.class.path"), Worker.class.getName());
    return Stream.of(java, properties, main).flatMap(words -> words).toList();
  }

  /** Starts one, and waits until its cache manager is open. */
  static Jvm start(Map<String, String> systemProperties) {
    return start(1, systemProperties).get(0);
  }

  /** Starts several that are alike, all at once. */
  static List<Jvm> start(int count, Map<String, String> systemProperties) {
    return startEach(Collections.nCopies(count, systemProperties));
  }

  /** Starts several, all at once. */
  static List<Jvm> startEach(List<Map<String, String>> systemProperties) {
    List<Jvm> started = new ArrayList<>();
    try {
      systemProperties.forEach(properties -> started.add(new Jvm(properties)));
      started.forEach(jvm -> jvm.await(jvm.ready));
      return started;
    } catch (RuntimeException e) {
      started.forEach(Jvm::close);
      throw e;
    }
  }

  /** Has a task carried out, and waits for its answer. */
  String ask(Class<? extends Task> task, Object... arguments) {
    return await(begin(task, arguments));
  }

  /**
   * Has a task begun.
   *
   * @param arguments whose texts have no blanks
   * @return fails when the task fails, or the JVM ends before it is done
   */
  CompletableFuture<String> begin(Class<? extends Task> task, Object... arguments) {
    String number = String.valueOf(numbers.incrementAndGet());
    CompletableFuture<String> answer = new CompletableFuture<>();
    underWay.put(number, answer);
    String order =
        Stream.concat(Stream.of(number, task.getName()), Stream.of(arguments).map(String::valueOf))
            .collect(Collectors.joining(" "));
    synchronized (orders) {
      orders.println(order);
    }
    if (!process.isAlive()) {
      failAll();
    }
    return answer;
  }

  /** Waits for the answer of a task that was begun, however long tasks may take. */
  String await(Future<String> answer) {
    try {
      return answer.get(PATIENCE_SECONDS, SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a task was under way", e);
    } catch (Exception e) {
      throw new IllegalStateException(
          "JVM %d gave no answer (%s); it said:%n%s".formatted(process.pid(), e, errors()), e);
    }
  }

  private void readAnswers() {
    try (BufferedReader answers = process.inputReader(UTF_8)) {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        take(line);
      }
    } catch (IOException e) {
      // its end was read as a broken pipe
    } finally {
      failAll();
    }
  }

  private void take(String line) {
    if (line.equals(Worker.READY)) {
      ready.complete(line);
      return;
    }
    String[] parts = line.split(" ", 3);
    @Nullable CompletableFuture<String> answer = underWay.remove(parts[0]);
    if (answer == null) {
      throw new IllegalStateException("a worker answered what nobody asked: " + line);
    }
    if (parts[1].equals(Worker.DONE)) {
      answer.complete(parts[2]);
    } else {
      answer.completeExceptionally(new IllegalStateException(parts[2]));
    }
  }

  private void failAll() {
    IllegalStateException ended = new IllegalStateException("it has ended");
    ready.completeExceptionally(ended);
    underWay.values().forEach(answer -> answer.completeExceptionally(ended));
  }

  /** What it has written to its standard error. */
  private String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The system's number for it. */
  long pid() {
    return process.pid();
  }

  /** Makes it do nothing, while its connections stay. */
  void pause() {
    ProcessPause.begin(process);
  }

  /** Lets it go on after a pause. */
  void resume() {
    ProcessPause.end(process);
  }

  /** Ends it at once, as a crash would. */
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(10, SECONDS)) {
        throw new IllegalStateException("JVM " + process.pid() + " cannot be killed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
    errors.toFile().delete();
    try {
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (IllegalStateException e) {
      // the test's JVM is ending, and the hook with it
    }
  }
}
