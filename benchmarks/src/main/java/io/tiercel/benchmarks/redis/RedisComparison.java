package io.tiercel.benchmarks.redis;

import io.tiercel.benchmarks.Measured;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The command line of the comparison: starts a Redis, runs rows with all clients, each client in a
 * JVM of its own directly after the one before, and every round beginning with another one.
 */
public final class RedisComparison {
  private static final String URI = "benchmarks.redis";
  private static final int QUICK_ROUNDS = 1;
  private static final int FULL_ROUNDS = 3;
  private static final int WARMUP_BATCHES = 4;
  private static final int MEASURED_BATCHES = 5;

  private static final String USAGE =
      """
      usage:
        quick [PAGE]          the essential rows once
        full [PAGE]           all rows three times
        report FOLDER [PAGE]  the tables for results that are there already
      The tables are printed, and put into PAGE, a Markdown file with the lines
        %s
        %s
      """
          .formatted(RedisReport.PLACE.begin(), RedisReport.PLACE.end());

  private RedisComparison() {}

  /** Where the measured Redis is. */
  static String uri() {
    return System.getProperty(URI);
  }

  /** Tells this process where the measured Redis is. */
  static void use(RedisServer redis) {
    System.setProperty(URI, redis.uri());
  }

  /** Runs one of the commands. */
  public static void main(String[] args) throws Exception {
    String command = args.length == 0 ? "" : args[0];
    switch (command) {
      case "quick", "full" -> {
        Path folder = Measured.newFolder("redis-" + command);
        measure(command.equals("full"), folder);
        report(folder, args, 1);
      }
      case "report" -> report(Path.of(args[1]), args, 2);
      default -> System.out.print(USAGE);
    }
  }

  private static void measure(boolean full, Path folder) throws RunnerException {
    List<RedisRow> rows = RedisRow.ALL.stream().filter(row -> full || row.isEssential()).toList();
    int rounds = full ? FULL_ROUNDS : QUICK_ROUNDS;
    try (RedisServer redis = RedisServer.start()) {
      use(redis);
      for (int round = 0; round < rounds; round++) {
        for (RedisRow row : rows) {
          System.out.printf("round %d of %d: %s%n", round + 1, rounds, row.label());
          run(row, round, folder);
        }
      }
    }
  }

  private static void run(RedisRow row, int round, Path folder) throws RunnerException {
    List<Client> clients = new ArrayList<>(List.of(Client.values()));
    Collections.rotate(clients, -round);
    new Runner(
            row.options(clients)
                .forks(1)
                .jvmArgs("-Xms1g", "-Xmx1g", "-D" + URI + "=" + uri())
                .warmupIterations(WARMUP_BATCHES)
                .measurementIterations(MEASURED_BATCHES)
                .verbosity(VerboseMode.SILENT)
                .resultFormat(ResultFormatType.JSON)
                .result(folder.resolve(RedisTrial.fileName(row, round)).toString())
                .build())
        .run();
  }

  private static void report(Path folder, String[] args, int pageArgument) throws IOException {
    String tables = RedisReport.of(RedisTrial.readAll(folder));
    System.out.print(tables);
    if (args.length > pageArgument) {
      RedisReport.PLACE.put(Path.of(args[pageArgument]), tables);
    }
  }
}
