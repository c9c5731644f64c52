package io.tiercel.benchmarks.disk;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** How long it takes until the first read answers, after a process has crashed or closed. */
final class DiskOpening {
  private static final int SIZE = 100;
  private static final int SAMPLE = 1_000;

  private DiskOpening() {}

  /** Directory, engine, how this process ends ({@code crash}, {@code close}) or {@code open}. */
  public static void main(String[] args) {
    Path directory = Path.of(args[0]);
    Engine engine = Engine.valueOf(args[1]);
    int entries = Integer.parseInt(args[3]);
    if (args[2].equals("open")) {
      System.out.println(open(directory, engine, entries));
      return;
    }
    DiskStore store = engine.open(directory);
    for (int i = 0; i < entries; i++) {
      store.put(name(i), new byte[SIZE]);
    }
    if (args[2].equals("crash")) {
      Runtime.getRuntime().halt(0);
    }
    store.close();
  }

  private static String open(Path directory, Engine engine, int entries) {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long cpu = system.getProcessCpuTime();
    long start = System.nanoTime();
    try (DiskStore store = engine.open(directory)) {
      byte[] first = store.get(name(0));
      double wall = (System.nanoTime() - start) / 1e9;
      double used = (system.getProcessCpuTime() - cpu) / 1e9;
      int found = found(store, entries);
      return "%.1f s, %.1f s CPU, %d %% there%s"
          .formatted(wall, used, found, first == null ? ", but not the first" : "");
    }
  }

  private static int found(DiskStore store, int entries) {
    int found = 0;
    for (int i = 0; i < SAMPLE; i++) {
      if (store.get(name((int) ((long) i * entries / SAMPLE))) != null) {
        found++;
      }
    }
    return found * 100 / SAMPLE;
  }

  private static String name(int i) {
    return "isbn-" + (1_000_000 + i);
  }
}
