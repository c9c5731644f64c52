package io.tiercel.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;

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

  static String fileName(Row row, int round) {
    return Measured.fileName(row.id(), round);
  }

  /** Reads all of JMH's result files in the folder. */
  static List<Trial> readAll(Path folder) throws IOException {
    return Measured.readAll(folder, (measured, row, round) -> of(measured, Row.withId(row), round));
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
