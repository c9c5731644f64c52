package io.tiercel.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * Threads that ask a method for one key after the other; it is {@code @Cacheable(sync = true)} by
 * Spring. Returns how often the method ran for the key it ran for most often, and what the threads
 * were told for each key, which names the JVM that loaded it. Arguments: see {@link #with}.
 */
final class SpringLoads implements Task {
  private static final long NANOS_PER_KEY = 20_000_000;
  private static final long NANOS_PER_LOAD = 5_000_000;

  /**
   * Puts the arguments together.
   *
   * @param beginNanos when to ask for the first key, so that all JVMs do so at the same moment
   */
  static Object[] with(int threads, int keys, long beginNanos) {
    return new Object[] {threads, keys, beginNanos};
  }

  @Override
  public String run(CacheManager caches, String... arguments) throws Exception {
    int threads = Integer.parseInt(arguments[0]);
    int keys = Integer.parseInt(arguments[1]);
    long begin = Long.parseLong(arguments[2]);
    try (var context = new AnnotationConfigApplicationContext()) {
      context.registerBean(JCacheCacheManager.class, caches);
      context.register(Caching.class, Prices.class);
      context.refresh();
      Prices prices = context.getBean(Prices.class);
      List<Set<String>> told = new ArrayList<>();
      for (int i = 0; i < keys; i++) {
        int key = i;
        awaitNanos(begin + key * NANOS_PER_KEY);
        told.add(new TreeSet<>(Crowd.of(threads, () -> prices.of(key))));
      }
      return prices.mostLoads() + " " + told;
    }
  }

  private static void awaitNanos(long nanos) {
    while (System.nanoTime() < nanos) {
      LockSupport.parkNanos(nanos - System.nanoTime());
    }
  }

  @EnableCaching
  static class Caching {}

  /** What is asked for; counts how often it had to work. */
  static class Prices {
    private final Map<Integer, AtomicInteger> loads = new ConcurrentHashMap<>();

    @Cacheable(cacheNames = Stacks.HEAP_REDIS, sync = true)
    public String of(int key) {
      loads.computeIfAbsent(key, any -> new AtomicInteger()).incrementAndGet();
      LockSupport.parkNanos(NANOS_PER_LOAD);
      return key + "-of-" + ProcessHandle.current().pid();
    }

    public int mostLoads() {
      return loads.values().stream().mapToInt(AtomicInteger::get).max().orElse(0);
    }
  }
}
