package io.tiercel.benchmarks.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures every engine in JVMs of its own, and prints the tables of {@code docs/performance.md}.
 */
public final class DiskComparison {
  private static final int OPENED = 1_000_000;

  private DiskComparison() {}

  /** The folder to work in, and the sizes of values to measure; without these, all there is. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    if (args.length > 1) {
      operations(folder, List.of(args).subList(1, args.length));
    } else {
      operations(folder, List.of("100", "1024", "65536"));
      openings(folder);
    }
  }

  private static void operations(Path folder, List<String> sizes)
      throws IOException, InterruptedException {
    System.out.println("| value | engine | get: CPU µs, process | put: CPU µs, process |");
    System.out.println("|---|---|---|---|");
    for (String size : sizes) {
      for (Engine engine : Engine.values()) {
        System.out.println(runIn(folder, DiskOperations.class, engine.name(), size));
      }
    }
  }

  private static void openings(Path folder) throws IOException, InterruptedException {
    System.out.println(
        "\n| engine | " + OPENED + " entries opened after a crash | after closing |");
    System.out.println("|---|---|---|");
    for (Engine engine : Engine.values()) {
      System.out.println("| " + engine + " | " + opening(folder, engine) + " |");
    }
  }

  private static String opening(Path folder, Engine engine)
      throws IOException, InterruptedException {
    List<String> seconds = new ArrayList<>();
    for (String end : List.of("crash", "close")) {
      Path directory = Files.createDirectories(folder.resolve("opened"));
      run(DiskOpening.class, directory, engine.name(), end, String.valueOf(OPENED));
      seconds.add(run(DiskOpening.class, directory, engine.name(), "open", String.valueOf(OPENED)));
      delete(directory);
    }
    return String.join(" | ", seconds);
  }

  private static String runIn(Path folder, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    Path directory = Files.createDirectories(folder.resolve("measured"));
    try {
      return run(main, directory, arguments);
    } finally {
      delete(directory);
    }
  }

  /** The last line that a JVM of its own prints. */
  private static String run(Class<?> main, Path directory, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xms2g", "-Xmx2g", "-XX:+UseG1GC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.add(directory.toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    return printed.substring(printed.lastIndexOf('\n') + 1);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
