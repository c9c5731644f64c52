package io.tiercel.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file to which one JVM writes its operations, so that they are known even if it is killed.
 *
 * <pre>
 * invoked nanos client key action first second
 * returned nanos client result
 * threw nanos client what
 * </pre>
 *
 * Each line is written in one go, the first before the operation begins. Thread-safe.
 */
final class History implements AutoCloseable {
  private final OutputStream file;

  History(Path file) throws IOException {
    this.file = Files.newOutputStream(file, CREATE, APPEND);
  }

  void invoked(Operation o) {
    write(
        "invoked %d %d %s %s %d %d"
            .formatted(o.invoked(), o.client(), o.key(), o.action(), o.first(), o.second()));
  }

  void returned(int client, long nanos, String result) {
    write("returned " + nanos + " " + client + " " + result);
  }

  void threw(int client, long nanos, RuntimeException failure) {
    write("threw " + nanos + " " + client + " " + failure.toString().replaceAll("\\s+", " "));
  }

  private void write(String line) {
    try {
      file.write((line + "\n").getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** The operations of several JVMs, by key. Clients must have different numbers. */
  static Map<String, List<Operation>> read(List<Path> files) {
    return files.stream()
        .flatMap(History::read)
        .collect(Collectors.groupingBy(Operation::key, TreeMap::new, Collectors.toList()));
  }

  /** How many nanoseconds each operation that ended took, by client; those that threw too. */
  static Map<Integer, List<Long>> durations(List<Path> files) {
    Map<Integer, List<Long>> durations = new HashMap<>();
    for (Path file : files) {
      Map<Integer, Long> begun = new HashMap<>();
      for (String line : completeLines(file)) {
        String[] words = line.split(" ", 4);
        int client = Integer.parseInt(words[2]);
        Long begin = begun.put(client, Long.valueOf(words[1]));
        if (!words[0].equals("invoked") && begin != null) {
          durations
              .computeIfAbsent(client, any -> new ArrayList<>())
              .add(Long.parseLong(words[1]) - begin);
        }
      }
    }
    return durations;
  }

  private static Stream<Operation> read(Path file) {
    Map<String, Operation> underWay = new HashMap<>();
    Stream.Builder<Operation> ended = Stream.builder();
    for (String line : completeLines(file)) {
      String[] words = line.split(" ");
      String client = words[2];
      switch (words[0]) {
        case "invoked" -> underWay.put(client, invocation(words));
        case "returned" ->
            ended.add(underWay.remove(client).returning(words[3], Long.parseLong(words[1])));
        default -> ended.add(underWay.remove(client));
      }
    }
    underWay.values().forEach(ended);
    return ended.build();
  }

  private static Operation invocation(String[] words) {
    return new Operation(
        Integer.parseInt(words[2]),
        words[3],
        Action.valueOf(words[4]),
        Long.parseLong(words[5]),
        Long.parseLong(words[6]),
        Long.parseLong(words[1]));
  }

  /** A JVM that was killed may have left half a line at the end. */
  private static List<String> completeLines(Path file) {
    try {
      String text = Files.readString(file);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
