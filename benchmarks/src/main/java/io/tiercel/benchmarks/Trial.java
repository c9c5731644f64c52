package io.tiercel.benchmarks;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

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
    try (Reader reader = Files.newBufferedReader(file)) {
      JsonArray results = JsonParser.parseReader(reader).getAsJsonArray();
      return stream(results).map(result -> of(result.getAsJsonObject(), row, round)).toList();
    }
  }

  private static Trial of(JsonObject result, Row row, int round) {
    JsonObject secondary = result.getAsJsonObject("secondaryMetrics");
    return new Trial(
        row,
        round,
        Provider.valueOf(result.getAsJsonObject("params").get("provider").getAsString()),
        median(secondary.getAsJsonObject(WorkerProfiler.WORKER)),
        median(secondary.getAsJsonObject(WorkerProfiler.PROCESS)),
        median(result.getAsJsonObject("primaryMetric")),
        median(secondary.getAsJsonObject(WorkerProfiler.ALLOCATED)),
        median(secondary.getAsJsonObject("gc.alloc.rate.norm")),
        median(secondary.getAsJsonObject(WorkerProfiler.OTHERS)),
        result.get("vmName").getAsString() + " " + result.get("vmVersion").getAsString());
  }

  private static double median(JsonObject metric) {
    return median(
        stream(metric.getAsJsonArray("rawData"))
            .flatMap(fork -> stream(fork.getAsJsonArray()))
            .mapToDouble(JsonElement::getAsDouble));
  }

  /** The middle of the values, or the mean of the two in the middle. */
  static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static Stream<JsonElement> stream(JsonArray array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
