package io.tiercel.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import javax.cache.Cache;
import javax.cache.CacheManager;

/**
 * Several clients who do whatever JCache offers to a few keys at the same time, and write a {@link
 * History}. Returns how many operations there were, and how many threw. Arguments: those of {@link
 * #with}.
 */
final class Hammer implements Task {

  /**
   * Puts the arguments together.
   *
   * @param history the file to write to
   * @param cache its name; keys and values are strings and longs
   * @param seed of what the clients do
   * @param firstClient number of the first client; those of other JVMs must be others
   * @param clients how many there are
   * @param duration how long they go on
   */
  static Object[] with(
      Path history, String cache, long seed, int firstClient, int clients, Duration duration) {
    return new Object[] {history, cache, seed, firstClient, clients, duration.toNanos()};
  }

  @Override
  public String run(CacheManager caches, String... arguments) throws Exception {
    Cache<String, Long> cache = caches.getCache(arguments[1]);
    long seed = Long.parseLong(arguments[2]);
    int firstClient = Integer.parseInt(arguments[3]);
    int count = Integer.parseInt(arguments[4]);
    long end = System.nanoTime() + Long.parseLong(arguments[5]);
    ExecutorService threads = Executors.newFixedThreadPool(count);
    AtomicLong failures = new AtomicLong();
    try (History history = new History(Path.of(arguments[0]))) {
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        HammerClient client =
            new HammerClient(cache, history, "seed" + seed, seed, firstClient + i, failures);
        running.add(threads.submit(() -> client.runWhile(() -> System.nanoTime() < end)));
      }
      long operations = 0;
      for (Future<Long> client : running) {
        operations += client.get();
      }
      return operations + " " + failures;
    } finally {
      threads.shutdownNow();
    }
  }
}
