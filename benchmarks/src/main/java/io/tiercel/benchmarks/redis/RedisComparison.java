package io.tiercel.benchmarks.redis;

import io.tiercel.benchmarks.Measured;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The command line of the comparison: starts a Redis, and a JVM for each client. Row by row they
 * measure one after the other, beginning with another one each time; who waits has no connection.
 */
public final class RedisComparison {
  private static final String URI = "benchmarks.redis";

  private static final String USAGE =
      """
      usage:
        quick [PAGE]          the essential rows once: about 3 minutes on two quiet cores
        full [PAGE]           all rows: about 12 minutes
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
  static void use(String uri) {
    System.setProperty(URI, uri);
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

  private static void measure(boolean full, Path folder) throws IOException {
    List<RedisRow> rows = RedisRow.ALL.stream().filter(row -> full || row.isEssential()).toList();
    List<RedisWorker> workers = new ArrayList<>();
    try (RedisServer redis = RedisServer.start()) {
      for (Client client : Client.values()) {
        workers.add(RedisWorker.start(client, folder, redis.uri()));
      }
      for (RedisRow row : rows) {
        System.out.printf("%d of %d: %s%n", rows.indexOf(row) + 1, rows.size(), row.label());
        for (RedisWorker worker : workers) {
          worker.measure(row);
        }
        Collections.rotate(workers, -1);
      }
    } finally {
      workers.forEach(RedisWorker::close);
    }
  }

  private static void report(Path folder, String[] args, int pageArgument) throws IOException {
    String tables = RedisReport.of(RedisTrial.readAll(folder));
    System.out.print(tables);
    if (args.length > pageArgument) {
      RedisReport.PLACE.put(Path.of(args[pageArgument]), tables);
    }
  }
}
