package io.tiercel.harness;

import java.util.concurrent.locks.LockSupport;
import javax.cache.Cache;
import javax.cache.CacheManager;

/**
 * Puts the time at which it does so, key after key, at an even pace. Arguments: the cache, how many
 * keys, how many writes a second, how many in all.
 */
final class PacedWrites implements Task {
  static final String KEY = "paced-";

  private static final long SECOND = 1_000_000_000;

  @Override
  public String run(CacheManager caches, String... arguments) {
    Cache<String, Long> cache = caches.getCache(arguments[0]);
    int keys = Integer.parseInt(arguments[1]);
    long pace = SECOND / Integer.parseInt(arguments[2]);
    int writes = Integer.parseInt(arguments[3]);
    long begin = System.nanoTime();
    for (int i = 0; i < writes; i++) {
      LockSupport.parkNanos(begin + i * pace - System.nanoTime());
      cache.put(KEY + i % keys, System.nanoTime());
    }
    return "written";
  }
}
