package io.tiercel.examples.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs the same application twice, each time in a JVM of its own that crashes in the end. */
public final class Restart {

  private Restart() {}

  /** Runs the example. */
  public static void main(String[] args) throws IOException {
    Path directory = Files.createTempDirectory("titles");
    for (String visit : List.of("first", "second")) {
      System.out.println("The " + visit + " process:");
      visit(directory).forEach(System.out::println);
    }
  }

  /** What one process prints. */
  static List<String> visit(Path directory) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dtitles.directory=" + directory,
                "-cp",
                System.getProperty("java.class.path"),
                Visit.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return printed.lines().toList();
  }
}
