package io.tiercel.harness;

import java.util.stream.LongStream;
import javax.cache.Cache;
import javax.cache.CacheManager;

/**
 * Reads one key after the other for a while, and answers with the {@link Times} that took.
 * Arguments: the cache, how many milliseconds.
 */
final class ReadTimes implements Task {
  private static final int KEYS = 100;

  @Override
  public String run(CacheManager caches, String... arguments) {
    Cache<String, Long> cache = caches.getCache(arguments[0]);
    long end = System.nanoTime() + Long.parseLong(arguments[1]) * 1_000_000;
    LongStream.Builder times = LongStream.builder();
    for (int i = 0; System.nanoTime() < end; i++) {
      long begin = System.nanoTime();
      cache.get("read-" + i % KEYS);
      times.add(System.nanoTime() - begin);
    }
    return Times.of(times.build().toArray()).answer();
  }
}
