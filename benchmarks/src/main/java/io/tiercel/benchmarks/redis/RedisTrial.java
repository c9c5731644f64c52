package io.tiercel.benchmarks.redis;

import io.tiercel.benchmarks.Measured;
import io.tiercel.benchmarks.WorkerProfiler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What one JVM measured: one client in one row of one round. Times are nanoseconds per operation.
 *
 * @param throughput operations in a second, of all threads together
 * @param clientNanos CPU time of the client's JVM
 * @param serverNanos CPU time of the Redis server
 * @param clientBytes allocated per operation by the client's JVM
 * @param othersCores cores that neither the client nor the server kept busy
 * @param jvm name and version of the virtual machine
 */
record RedisTrial(
    RedisRow row,
    int round,
    Client client,
    double throughput,
    double clientNanos,
    double serverNanos,
    double clientBytes,
    double othersCores,
    String jvm) {
  private static final double NANOS = 1e9;
  private static final String CLIENT = ".of-";

  static String fileName(RedisRow row, Client client) {
    return Measured.fileName(row.id() + CLIENT + client, 0);
  }

  /** Reads all of JMH's result files in the folder. */
  static List<RedisTrial> readAll(Path folder) throws IOException {
    return Measured.readAll(
        folder,
        (measured, name, round) ->
            of(measured, RedisRow.withId(name.substring(0, name.indexOf(CLIENT))), round));
  }

  private static RedisTrial of(Measured measured, RedisRow row, int round) {
    int batch = measured.batch();
    double throughput = row.threads() * batch * NANOS / measured.primary();
    double serverNanos = measured.secondary(ServerProfiler.SERVER) / batch;
    return new RedisTrial(
        row,
        round,
        Client.valueOf(measured.parameter("client")),
        throughput,
        measured.secondary(WorkerProfiler.PROCESS) / batch,
        serverNanos,
        measured.secondary(Measured.PROCESS_BYTES) / batch,
        Math.max(0, measured.secondary(WorkerProfiler.OTHERS) - serverNanos * throughput / NANOS),
        measured.jvm());
  }
}
