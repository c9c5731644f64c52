package io.tiercel.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Bytes of heap that an entry keeps alive, per cache, measured with many small entries after full
 * collections, each cache in a JVM of its own.
 *
 * @param provider the cache
 * @param totalBytes key, value and everything the cache adds, per entry
 * @param addedBytes what the cache adds to key and value, per entry
 */
record MemoryPerEntry(Provider provider, double totalBytes, double addedBytes) {
  private static final String FILE_NAME = "memory.csv";
  private static final int MAX_COLLECTIONS = 20;
  private static final long PAUSE_MILLIS = 200;

  /** Measures one cache in this JVM: the arguments are the provider's name and the entries. */
  public static void main(String[] args) throws InterruptedException {
    MemoryPerEntry measured = measure(Provider.valueOf(args[0]), Integer.parseInt(args[1]));
    System.out.println(measured.line());
  }

  /** Measures every cache, and leaves the result in the folder too. */
  static List<MemoryPerEntry> measureAll(Path folder, int entries)
      throws IOException, InterruptedException {
    List<MemoryPerEntry> all = new ArrayList<>();
    for (Provider provider : Provider.values()) {
      if (provider.takesPartIn(Row.ALL.get(0))) {
        all.add(measureInOwnJvm(provider, entries));
        System.out.println("memory: " + all.get(all.size() - 1));
      }
    }
    Files.createDirectories(folder);
    Files.write(folder.resolve(FILE_NAME), all.stream().map(MemoryPerEntry::line).toList());
    return all;
  }

  /** What {@link #measureAll} left in the folder; empty if it never ran. */
  static List<MemoryPerEntry> readAll(Path folder) throws IOException {
    Path file = folder.resolve(FILE_NAME);
    if (!Files.exists(file)) {
      return List.of();
    }
    return Files.readAllLines(file).stream().map(MemoryPerEntry::parse).toList();
  }

  /** Measures one cache in this JVM. */
  static MemoryPerEntry measure(Provider provider, int entries) throws InterruptedException {
    CacheSpec spec = new CacheSpec(ValueKind.STRING, true, false, Life.ETERNAL, 2 * entries);
    double payload = payloadBytes(spec.values(), entries);
    try (Target cache = provider.open(spec)) {
      cache.put("the first loads the classes", spec.values().value(0));
      long before = usedBytes();
      for (int i = 0; i < entries; i++) {
        cache.put(key(i), spec.values().value(i));
      }
      double total = (double) (usedBytes() - before) / entries;
      if (cache.get(key(entries / 2)) == null) {
        throw new IllegalStateException(provider + " lost an entry, although it has room for all");
      }
      return new MemoryPerEntry(provider, total, total - payload);
    }
  }

  private static double payloadBytes(ValueKind values, int entries) throws InterruptedException {
    Object[] payload = new Object[2 * entries];
    long before = usedBytes();
    for (int i = 0; i < entries; i++) {
      payload[2 * i] = key(i);
      payload[2 * i + 1] = values.value(i);
    }
    double bytes = (double) (usedBytes() - before) / entries;
    if (payload[entries] == null) {
      throw new IllegalStateException("the payload must stay reachable until it was measured");
    }
    return bytes;
  }

  /** Used heap once collections free nothing more; lets maintenance threads come to rest. */
  private static long usedBytes() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < MAX_COLLECTIONS; i++) {
      System.gc();
      long now = runtime.totalMemory() - runtime.freeMemory();
      if (i > 1 && Math.abs(now - used) < 10_000) {
        return now;
      }
      used = now;
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return used;
  }

  private static String key(int number) {
    return "isbn-" + (1_000_000 + number);
  }

  private static MemoryPerEntry measureInOwnJvm(Provider provider, int entries)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xms3g",
                "-Xmx3g",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                MemoryPerEntry.class.getName(),
                provider.name(),
                String.valueOf(entries))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("measuring " + provider + " failed: " + printed);
    }
    return parse(printed.substring(printed.lastIndexOf('\n') + 1));
  }

  private String line() {
    return provider + "," + totalBytes + "," + addedBytes;
  }

  private static MemoryPerEntry parse(String line) {
    String[] fields = line.split(",", -1);
    return new MemoryPerEntry(
        Provider.valueOf(fields[0]), Double.parseDouble(fields[1]), Double.parseDouble(fields[2]));
  }
}
