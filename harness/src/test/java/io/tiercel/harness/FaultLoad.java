package io.tiercel.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.cache.CacheManager;

/**
 * What a worker does while a fault comes and goes: some clients hammer the cache without copies,
 * others use the one with copies, until they are stopped. Arguments: those of {@link #with}.
 */
final class FaultLoad implements Task {
  /** Of each kind, in each JVM. */
  static final int CLIENTS = 2;

  private static final long PACE_NANOS = 1_000_000;

  private static volatile FaultLoad running = new FaultLoad();

  private final AtomicLong operations = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong settled = new AtomicLong();
  private final AtomicLong hammered = new AtomicLong();
  private volatile boolean stopped;

  /**
   * Puts the arguments together.
   *
   * @param alone the file for the history of the cache without copies
   * @param copied the file for the history of the other
   * @param jvm number of the JVM, of so many
   */
  static Object[] with(Path alone, Path copied, String run, long seed, int jvm, int jvms) {
    return new Object[] {alone, copied, run, seed, jvm * CLIENTS, jvms * CLIENTS};
  }

  @Override
  public String run(CacheManager caches, String... arguments) throws Exception {
    running = this;
    FaultKeys keys = new FaultKeys(arguments[2]);
    long seed = Long.parseLong(arguments[3]);
    int first = Integer.parseInt(arguments[4]);
    int all = Integer.parseInt(arguments[5]);
    List<Runnable> clients = new ArrayList<>();
    try (History alone = new History(Path.of(arguments[0]));
        History copied = new History(Path.of(arguments[1]))) {
      for (int i = first; i < first + CLIENTS; i++) {
        HammerClient hammer =
            new HammerClient(caches.getCache(Stacks.REDIS), alone, keys.run(), seed, i, failures);
        CopyClient copier =
            new CopyClient(caches.getCache(Stacks.HEAP_REDIS), copied, keys, all, seed, i, settled);
        clients.add(() -> hammer.runWhile(() -> goesOn(hammered)));
        clients.add(() -> copier.runWhile(() -> goesOn(operations)));
      }
      runAll(clients);
    }
    return "stopped";
  }

  private boolean goesOn(AtomicLong count) {
    count.incrementAndGet();
    LockSupport.parkNanos(PACE_NANOS);
    return !stopped;
  }

  private static void runAll(List<Runnable> clients) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients.size());
    try {
      List<Future<?>> all = new ArrayList<>();
      clients.forEach(client -> all.add(threads.submit(client)));
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Tells how far it is: how many operations were tried, how many of those on copies were atomic
   * and succeeded, how many of the others succeeded.
   */
  static final class Progress implements Task {
    @Override
    public String run(CacheManager caches, String... none) {
      FaultLoad load = running;
      long succeeded = load.hammered.get() - load.failures.get();
      return load.operations.get() + load.hammered.get() + " " + load.settled + " " + succeeded;
    }
  }

  /** The same as numbers. */
  record Counts(long operations, long settled, long succeeded) {
    static Counts of(String text) {
      String[] words = text.split(" ", -1);
      return new Counts(
          Long.parseLong(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    boolean isBeyond(Counts before, long more) {
      return operations >= before.operations + more;
    }

    boolean succeedsBeyond(Counts before, long more) {
      return settled >= before.settled + more && succeeded >= before.succeeded + more;
    }
  }

  /** Has it end. */
  static final class Stop implements Task {
    @Override
    public String run(CacheManager caches, String... none) {
      running.stopped = true;
      return "stopping";
    }
  }
}
