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

/** What one JVM measured, as JMH's JSON has it; each figure is the median over iterations. */
public final class Measured {
  /** Bytes that all threads of the JVM allocated per operation. */
  public static final String PROCESS_BYTES = "gc.alloc.rate.norm";

  private static final Pattern FILE_NAME = Pattern.compile("(.+)\\.round-(\\d+)\\.json");

  private final JsonObject result;

  private Measured(JsonObject result) {
    this.result = result;
  }

  /** Makes an empty folder for result files. */
  public static Path newFolder(String name) throws IOException {
    Path folder = Path.of("benchmarks", "target", "results", name);
    Files.createDirectories(folder);
    try (Stream<Path> old = Files.list(folder)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    return folder;
  }

  /** The result file of a row in a round. */
  public static String fileName(String row, int round) {
    return row + ".round-" + round + ".json";
  }

  /** Reads all result files in a folder. */
  public static <T> List<T> readAll(Path folder, Reading<T> reading) throws IOException {
    List<T> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Matcher name = FILE_NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          int round = Integer.parseInt(name.group(2));
          read(file).forEach(measured -> all.add(reading.of(measured, name.group(1), round)));
        }
      }
    }
    return all;
  }

  private static List<Measured> read(Path file) throws IOException {
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

  /** Makes something of what was measured in a row and a round. */
  public interface Reading<T> {
    /** Makes it. */
    T of(Measured measured, String row, int round);
  }
}
