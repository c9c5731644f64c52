package io.tiercel.benchmarks;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What one JVM measured, as JMH's JSON has it; each figure is the median over iterations. */
public final class Measured {
  /** Bytes that all threads of the JVM allocated per operation. */
  public static final String PROCESS_BYTES = "gc.alloc.rate.norm";

  private final JsonObject result;

  private Measured(JsonObject result) {
    this.result = result;
  }

  /** Reads a result file. */
  public static List<Measured> read(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file)) {
      return stream(JsonParser.parseReader(reader).getAsJsonArray())
          .map(result -> new Measured(result.getAsJsonObject()))
          .toList();
    }
  }

  /** A parameter of the benchmark. */
  public String parameter(String name) {
    return result.getAsJsonObject("params").get(name).getAsString();
  }

  /** How often the operation was carried out for one figure; 1 where time was the limit. */
  public int batch() {
    return result.get("measurementBatchSize").getAsInt();
  }

  /** What JMH measured. */
  public double primary() {
    return median(result.getAsJsonObject("primaryMetric"));
  }

  /** What a profiler measured. */
  public double secondary(String name) {
    return median(result.getAsJsonObject("secondaryMetrics").getAsJsonObject(name));
  }

  /** Name and version of the virtual machine. */
  public String jvm() {
    return result.get("vmName").getAsString() + " " + result.get("vmVersion").getAsString();
  }

  private static double median(JsonObject metric) {
    return median(
        stream(metric.getAsJsonArray("rawData"))
            .flatMap(fork -> stream(fork.getAsJsonArray()))
            .mapToDouble(JsonElement::getAsDouble));
  }

  /** The middle of the values, or the mean of the two in the middle. */
  public static double median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static Stream<JsonElement> stream(JsonArray array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
