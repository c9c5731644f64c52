package io.tiercel.examples.bucket4j;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.grid.jcache.Bucket4jJCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;

/** Limits requests per visitor with buckets that live in a cache. */
public final class RateLimiter {
  private final ProxyManager<String> buckets;

  RateLimiter(Cache<String, byte[]> cache, TimeMeter clock) {
    buckets = Bucket4jJCache.entryProcessorBasedBuilder(cache).clientClock(clock).build();
  }

  /** Runs the example. */
  public static void main(String[] args) throws InterruptedException, ExecutionException {
    try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
      MovableClock clock = new MovableClock();
      RateLimiter limiter = new RateLimiter(manager.getCache("buckets"), clock);
      limiter.fivePerMinute(clock).forEach(System.out::println);
      System.out.printf(
          "4 threads asked 2000 times each for a quota of 4000: %d granted%n",
          limiter.grantedToFourThreads(2000, 4000));
    }
  }

  /** A visitor makes six requests at once, and one more a quarter of a minute later. */
  List<String> fivePerMinute(MovableClock clock) {
    Bucket visitor = bucket("visitor", 5, Duration.ofMinutes(1));
    List<String> answers = new ArrayList<>();
    for (int request = 1; request <= 6; request++) {
      answers.add(answer(request, visitor));
    }
    clock.advance(Duration.ofSeconds(15));
    answers.add(answer(7, visitor));
    return answers;
  }

  private static String answer(int request, Bucket bucket) {
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
    return probe.isConsumed()
        ? "request %d: granted, %d left".formatted(request, probe.getRemainingTokens())
        : "request %d: refused, try again in %d s"
            .formatted(request, Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds());
  }

  /** Four threads compete for one quota; no token may be lost and none handed out twice. */
  long grantedToFourThreads(int requestsPerThread, int quota)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Long> client =
          () -> {
            Bucket bucket = bucket("shared", quota, Duration.ofDays(1));
            long granted = 0;
            for (int request = 0; request < requestsPerThread; request++) {
              granted += bucket.tryConsume(1) ? 1 : 0;
            }
            return granted;
          };
      long granted = 0;
      for (Future<Long> answer : threads.invokeAll(List.of(client, client, client, client))) {
        granted += answer.get();
      }
      return granted;
    } finally {
      threads.shutdownNow();
    }
  }

  Bucket bucket(String key, int capacity, Duration refill) {
    BucketConfiguration configuration =
        BucketConfiguration.builder()
            .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, refill))
            .build();
    return buckets.getProxy(key, () -> configuration);
  }
}
