package io.tiercel.harness;

import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import javax.cache.Cache;
import javax.cache.CacheManager;

/**
 * Takes copies of all keys of {@link PacedWrites}, then reads them over and over, and answers with
 * the {@link Times} from a write, made since then, until it is seen in place of the copy. Ends when
 * as many were seen as it waits for, or nothing new was for a while. Arguments: the cache, how many
 * keys, how many writes.
 */
final class Sightings implements Task {
  private static final long FIRST_PATIENCE_NANOS = 60_000_000_000L;
  private static final long PATIENCE_NANOS = 3_000_000_000L;
  private static final long PAUSE_NANOS = 100_000;

  @Override
  public String run(CacheManager caches, String... arguments) {
    Cache<String, Long> cache = caches.getCache(arguments[0]);
    long[] seen = new long[Integer.parseInt(arguments[1])];
    int wanted = Integer.parseInt(arguments[2]);
    LongStream.Builder delays = LongStream.builder();
    for (int key = 0; key < seen.length; key++) {
      Long written = cache.get(PacedWrites.KEY + key);
      seen[key] = written == null ? 0 : written;
    }
    long begin = System.nanoTime();
    long last = begin;
    int count = 0;
    while (count < wanted
        && System.nanoTime() - last < (count == 0 ? FIRST_PATIENCE_NANOS : PATIENCE_NANOS)) {
      for (int key = 0; key < seen.length; key++) {
        Long written = cache.get(PacedWrites.KEY + key);
        if (written != null && written > seen[key]) {
          long now = System.nanoTime();
          seen[key] = written;
          if (written > begin) {
            delays.add(now - written);
            count++;
            last = now;
          }
        }
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return Times.of(delays.build().toArray()).answer();
  }
}
