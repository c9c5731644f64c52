package io.tiercel.examples.bucket4j;

import io.github.bucket4j.TimeMeter;
import java.net.URI;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;

/** One quota for several instances of an application: their buckets live in Redis. */
public final class SharedLimit {
  private static final String SETTINGS = "classpath:tiercel-redis.properties";

  private SharedLimit() {}

  /** Runs the example. */
  public static void main(String[] args) throws InterruptedException, ExecutionException {
    System.out.printf(
        "2 instances with 4 threads each asked 1000 times for a quota of 4000: %d granted%n",
        grantedToTwoInstances(1000, 4000));
  }

  static long grantedToTwoInstances(int requestsPerThread, int quota)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Callable<Long> instance = () -> grantedToOneInstance(requestsPerThread, quota);
      Future<Long> first = threads.submit(instance);
      Future<Long> second = threads.submit(instance);
      return first.get() + second.get();
    } finally {
      threads.shutdownNow();
    }
  }

  /** An instance knows nothing of the other: it has a provider of its own. */
  private static long grantedToOneInstance(int requestsPerThread, int quota)
      throws InterruptedException, ExecutionException {
    ClassLoader own = new ClassLoader(SharedLimit.class.getClassLoader()) {};
    try (CachingProvider provider = Caching.getCachingProvider(own);
        CacheManager manager = provider.getCacheManager(URI.create(SETTINGS), own)) {
      RateLimiter limiter =
          new RateLimiter(manager.getCache("buckets"), TimeMeter.SYSTEM_MILLISECONDS);
      return limiter.grantedToFourThreads(requestsPerThread, quota);
    }
  }
}
