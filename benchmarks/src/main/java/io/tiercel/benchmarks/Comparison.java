package io.tiercel.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs rows with all their caches, round after round, and leaves JMH's JSON of each row and round
 * in a folder. The caches of a row follow directly upon one another, each in a JVM of its own, and
 * every round begins with another one, so that a slow minute of the machine hits no cache alone.
 */
enum Comparison {
  /** The essential rows once. */
  QUICK(1, 2, 3),

  /** All rows, three times. */
  FULL(3, 3, 4);

  private static final String[] JVM_ARGUMENTS = {
    "-Xms2g",
    "-Xmx2g",
    "-XX:+UseG1GC",
    // JMH and others still reach for Unsafe, of which newer virtual machines warn, older know
    // nothing
    "-XX:+IgnoreUnrecognizedVMOptions",
    "--sun-misc-unsafe-memory-access=allow",
  };

  private final int rounds;
  private final int warmupSeconds;
  private final int measuredSeconds;

  Comparison(int rounds, int warmupSeconds, int measuredSeconds) {
    this.rounds = rounds;
    this.warmupSeconds = warmupSeconds;
    this.measuredSeconds = measuredSeconds;
  }

  /** Runs; the folder must be empty. */
  void runInto(Path folder) throws RunnerException {
    List<Row> rows = Row.ALL.stream().filter(row -> this == FULL || row.essential()).toList();
    for (int round = 0; round < rounds; round++) {
      for (Row row : rows) {
        System.out.printf("round %d of %d: %s%n", round + 1, rounds, row.label());
        run(row, round, folder);
      }
    }
  }

  private void run(Row row, int round, Path folder) throws RunnerException {
    List<Provider> providers = new ArrayList<>(row.providers());
    Collections.rotate(providers, -round);
    new Runner(
            row.options(providers)
                .forks(1)
                .jvmArgs(JVM_ARGUMENTS)
                .warmupIterations(warmupSeconds)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(measuredSeconds)
                .measurementTime(TimeValue.seconds(1))
                .verbosity(VerboseMode.SILENT)
                .resultFormat(ResultFormatType.JSON)
                .result(folder.resolve(Trial.fileName(row, round)).toString())
                .build())
        .run();
  }
}
