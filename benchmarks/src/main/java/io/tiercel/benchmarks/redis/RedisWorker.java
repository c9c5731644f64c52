package io.tiercel.benchmarks.redis;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A JVM that measures one client: a row for each line that it reads, answered by a line. It first
 * runs a few rows whose results are thrown away, so that no row is measured while its code is still
 * interpreted.
 */
final class RedisWorker implements AutoCloseable {
  private static final int WARMUP_BATCHES = 2;
  private static final int MEASURED_BATCHES = 5;
  private static final List<String> WARMUP_ROWS = List.of("get-100-8", "put-100-8", "getAll-100-8");
  private static final String DONE = "done";

  private final Process process;
  private final BufferedWriter orders;
  private final BufferedReader answers;

  private RedisWorker(Process process) {
    this.process = process;
    this.orders = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts one; its results go into the folder. */
  static RedisWorker start(Client client, Path folder, String uri) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms512m",
            "-Xmx512m",
            "-Djmh.ignoreLock=true",
            "-cp",
            System.getProperty("java.class.path"),
            RedisWorker.class.getName(),
            client.name(),
            folder.toString(),
            uri);
    return new RedisWorker(builder.redirectError(Redirect.INHERIT).start());
  }

  /** Measures a row; waits until that is done. */
  void measure(RedisRow row) throws IOException {
    orders.write(row.id());
    orders.newLine();
    orders.flush();
    String answer = answers.readLine();
    while (answer != null && !answer.equals(DONE)) {
      answer = answers.readLine();
    }
    if (answer == null) {
      throw new IOException("the JVM that measures " + row.label() + " ended; see its output");
    }
  }

  @Override
  public void close() {
    process.destroy();
  }

  /** What the other JVM does. */
  public static void main(String[] args) throws IOException, RunnerException {
    Client client = Client.valueOf(args[0]);
    Path folder = Path.of(args[1]);
    RedisComparison.use(args[2]);
    for (String row : WARMUP_ROWS) {
      run(RedisRow.withId(row), client, folder.resolve(client + ".warm-up"));
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      RedisRow row = RedisRow.withId(line);
      run(row, client, folder.resolve(RedisTrial.fileName(row, client)));
      System.out.println(DONE);
    }
  }

  private static void run(RedisRow row, Client client, Path file) throws RunnerException {
    new Runner(
            row.options(List.of(client))
                .forks(0)
                .warmupIterations(WARMUP_BATCHES)
                .measurementIterations(MEASURED_BATCHES)
                .verbosity(VerboseMode.SILENT)
                .resultFormat(ResultFormatType.JSON)
                .result(file.toString())
                .build())
        .run();
  }
}
