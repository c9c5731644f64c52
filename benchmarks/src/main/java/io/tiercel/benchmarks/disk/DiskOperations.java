package io.tiercel.benchmarks.disk;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.IntConsumer;

/**
 * CPU time of one get and one put, one thread, any of the stored names equally likely. Every read
 * value is looked at.
 */
final class DiskOperations {
  private static final long WARM_UP_NANOS = 3_000_000_000L;
  private static final long MEASURED_NANOS = 4_000_000_000L;
  private static final int BATCH = 500;

  private final DiskStore store;
  private final String[] names;
  private final byte[] value;
  private final Random random = new Random(42);

  private DiskOperations(DiskStore store, int size) {
    this.store = store;
    this.names = new String[size > 10_000 ? 4_000 : 200_000];
    this.value = new byte[size];
    random.nextBytes(value);
    for (int i = 0; i < names.length; i++) {
      names[i] = "isbn-" + (1_000_000 + i);
    }
  }

  /** Directory, engine, size of a value. */
  public static void main(String[] args) {
    Engine engine = Engine.valueOf(args[1]);
    int size = Integer.parseInt(args[2]);
    try (DiskStore store = engine.open(Path.of(args[0]))) {
      DiskOperations operations = new DiskOperations(store, size);
      for (int i = 0; i < operations.names.length; i++) {
        operations.put(i);
      }
      String get = operations.measure(operations::get);
      String put = operations.measure(operations::put);
      System.out.println("| " + size + " B | " + engine + " | " + get + " | " + put + " |");
    }
  }

  private void get(int i) {
    byte[] found = store.get(names[i]);
    if (found == null || found.length != value.length) {
      throw new IllegalStateException(names[i] + " is not there");
    }
  }

  private void put(int i) {
    value[i % value.length]++;
    store.put(names[i], value.clone());
  }

  private String measure(IntConsumer operation) {
    run(operation, WARM_UP_NANOS);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long thread = threads.getCurrentThreadCpuTime();
    long process = system.getProcessCpuTime();
    long done = run(operation, MEASURED_NANOS);
    thread = threads.getCurrentThreadCpuTime() - thread;
    process = system.getProcessCpuTime() - process;
    return "%.1f, %.1f".formatted(thread / 1e3 / done, process / 1e3 / done);
  }

  private long run(IntConsumer operation, long nanos) {
    long start = System.nanoTime();
    long done = 0;
    while (System.nanoTime() - start < nanos) {
      for (int i = 0; i < BATCH; i++) {
        operation.accept(random.nextInt(names.length));
      }
      done += BATCH;
    }
    return done;
  }
}
