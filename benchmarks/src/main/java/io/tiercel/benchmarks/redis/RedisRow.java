package io.tiercel.benchmarks.redis;

import io.tiercel.benchmarks.WorkerProfiler;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * One line of the comparison: an operation of {@link RedisBenchmark}, the size of its values, and
 * by how many threads.
 */
record RedisRow(String operation, int valueBytes, int threads) {
  private static final List<String> OPERATIONS =
      List.of("get", "getMiss", "put", "putIfAbsent", "insertRemove", "invoke", "getAll", "putAll");
  private static final int OPERATIONS_OF_ONE = 8_000;
  private static final int OPERATIONS_IN_TURN = 3_000;
  private static final int BULK_OPERATIONS = 320;
  private static final Set<String> COMMONEST = Set.of("get", "put", "getAll", "putAll");

  /** Every line there is, in the order of the report. */
  static final List<RedisRow> ALL =
      OPERATIONS.stream()
          .flatMap(
              operation ->
                  Stream.of(100, 1024)
                      .flatMap(
                          bytes ->
                              Stream.of(1, 8, 32)
                                  .map(threads -> new RedisRow(operation, bytes, threads))))
          .toList();

  /** The row with this {@link #id()}. */
  static RedisRow withId(String id) {
    return ALL.stream()
        .filter(row -> row.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no row has the id \"" + id + "\""));
  }

  /** Whether a quick run measures it too. */
  boolean isEssential() {
    return threads == 8 && (valueBytes == 100 || COMMONEST.contains(operation));
  }

  /** Whether it works on many entries at once. */
  boolean isBulk() {
    return operation.endsWith("All");
  }

  /** How often each thread carries the operation out for one figure. */
  int batch() {
    int singles = threads == 1 ? OPERATIONS_IN_TURN : OPERATIONS_OF_ONE;
    return (isBulk() ? BULK_OPERATIONS : singles) / threads;
  }

  /** A name that is fit for files and differs from row to row. */
  String id() {
    return operation + "-" + valueBytes + "-" + threads;
  }

  /** The row in words. */
  String label() {
    return "%s, %s, %d thread%s"
        .formatted(
            isBulk() ? operation + "(100)" : operation,
            valueBytes == 1024 ? "1 KiB" : valueBytes + " B",
            threads,
            threads == 1 ? "" : "s");
  }

  /** What JMH has to be told to measure this row with these clients, in this order. */
  ChainedOptionsBuilder options(List<Client> clients) {
    return new OptionsBuilder()
        .include("^" + Pattern.quote(RedisBenchmark.class.getName() + "." + operation) + "$")
        .param("client", clients.stream().map(Client::name).toArray(String[]::new))
        .param("valueBytes", String.valueOf(valueBytes))
        .threads(threads)
        .warmupBatchSize(batch())
        .measurementBatchSize(batch())
        .addProfiler(GCProfiler.class)
        .addProfiler(WorkerProfiler.class)
        .addProfiler(ServerProfiler.class)
        .shouldFailOnError(true);
  }
}
