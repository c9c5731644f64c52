package io.tiercel.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What one JVM measured: one cache in one row of one round. Times are nanoseconds per operation.
 *
 * @param workerNanos CPU time of the threads that ran the operations; the figure to compare by
 * @param processNanos CPU time of the whole JVM
 * @param wallNanos time gone by on the wall, for each of the threads
 * @param workerBytes allocated per operation by the threads that ran the operations
 * @param processBytes allocated per operation by all threads
 * @param othersCores cores that other processes kept busy meanwhile
 * @param jvm name and version of the virtual machine
 */
record Trial(
    Row row,
    int round,
    Provider provider,
    double workerNanos,
    double processNanos,
    double wallNanos,
    double workerBytes,
    double processBytes,
    double othersCores,
    String jvm) {
  private static final Pattern FILE_NAME = Pattern.compile("(.+)\\.round-(\\d+)\\.json");

  static String fileName(Row row, int round) {
    return row.id() + ".round-" + round + ".json";
  }

  /** Reads all of JMH's result files in the folder. */
  static List<Trial> readAll(Path folder) throws IOException {
    List<Trial> trials = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Matcher name = FILE_NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          trials.addAll(read(file, Row.withId(name.group(1)), Integer.parseInt(name.group(2))));
        }
      }
    }
    return trials;
  }

  private static List<Trial> read(Path file, Row row, int round) throws IOException {
    return Measured.read(file).stream().map(measured -> of(measured, row, round)).toList();
  }

  private static Trial of(Measured measured, Row row, int round) {
    return new Trial(
        row,
        round,
        Provider.valueOf(measured.parameter("provider")),
        measured.secondary(WorkerProfiler.WORKER),
        measured.secondary(WorkerProfiler.PROCESS),
        measured.primary(),
        measured.secondary(WorkerProfiler.ALLOCATED),
        measured.secondary(Measured.PROCESS_BYTES),
        measured.secondary(WorkerProfiler.OTHERS),
        measured.jvm());
  }

  /** The middle of the values, or the mean of the two in the middle. */
  static double median(DoubleStream values) {
    return Measured.median(values);
  }
}
