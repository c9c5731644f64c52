package io.tiercel.harness;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.grid.jcache.Bucket4jJCache;
import java.time.Duration;
import java.util.List;
import javax.cache.Cache;
import javax.cache.CacheManager;

/**
 * Threads that all consume from one bucket of bucket4j, which is never refilled. Returns how many
 * tokens they got and how many are left. Arguments: see {@link #with}.
 */
final class Consumptions implements Task {

  /** Puts the arguments together. */
  static Object[] with(
      String cache, String bucket, int capacity, int threads, int requestsPerThread) {
    return new Object[] {cache, bucket, capacity, threads, requestsPerThread};
  }

  @Override
  public String run(CacheManager caches, String... arguments) throws Exception {
    Cache<String, byte[]> cache = caches.getCache(arguments[0]);
    BucketProxy bucket = bucket(cache, arguments[1], Long.parseLong(arguments[2]));
    int requests = Integer.parseInt(arguments[4]);
    List<Integer> granted =
        Crowd.of(
            Integer.parseInt(arguments[3]),
            () -> {
              int tokens = 0;
              for (int i = 0; i < requests; i++) {
                tokens += bucket.tryConsume(1) ? 1 : 0;
              }
              return tokens;
            });
    return granted.stream().mapToInt(tokens -> tokens).sum() + " " + bucket.getAvailableTokens();
  }

  private static BucketProxy bucket(Cache<String, byte[]> cache, String key, long capacity) {
    BucketConfiguration configuration =
        BucketConfiguration.builder()
            .addLimit(limit -> limit.capacity(capacity).refillGreedy(1, Duration.ofDays(1)))
            .build();
    return Bucket4jJCache.entryProcessorBasedBuilder(cache)
        .clientClock(new StoppedClock())
        .build()
        .getProxy(key, () -> configuration);
  }

  private static final class StoppedClock implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return 0;
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
