package io.tiercel.internal.jcache;

import io.tiercel.internal.config.Freshness;
import io.tiercel.tiers.spi.Entry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/**
 * Serves an entry past its deadline where loading a newer one fails or takes too long. The load
 * goes on, and what it brings is published as any other.
 */
final class Fallback<K, V> {
  private final Loads<K, V> loads;
  private final Values values;
  private final long staleForMillis;
  private final @Nullable Duration patience;
  private final InstantSource clock;
  private final Executor executor;
  private final LongAdder served = new LongAdder();

  Fallback(
      Loads<K, V> loads,
      Values values,
      Freshness freshness,
      InstantSource clock,
      Executor executor) {
    this.loads = loads;
    this.values = values;
    this.staleForMillis = freshness.staleFor().toMillis();
    this.patience = freshness.loaderPatience();
    this.clock = clock;
    this.executor = executor;
  }

  /** Whether this is an entry whose life has ended, but not too long ago. */
  boolean isServable(@Nullable Entry<V> trace) {
    return trace != null
        && !trace.isTombstone()
        && clock.millis() - trace.deadlineMillis() < staleForMillis;
  }

  /** How often an expired entry was served. */
  long served() {
    return served.sum();
  }

  /** What the loader brings in time, or else the value of the expired entry. */
  @Nullable V load(K key, Entry<V> expired, long finishedBefore) {
    try {
      if (patience == null) {
        return loads.load(key, expired, finishedBefore);
      }
      return loads.isUnderWay(key)
          ? serve(expired)
          : loadWithin(patience, key, expired, finishedBefore);
    } catch (CacheLoaderException e) {
      return serve(expired);
    }
  }

  private @Nullable V loadWithin(Duration limit, K key, Entry<V> expired, long finishedBefore) {
    CompletableFuture<@Nullable V> loading =
        CompletableFuture.supplyAsync(() -> loads.load(key, expired, finishedBefore), executor);
    try {
      return loading.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return serve(expired);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return serve(expired);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new CacheLoaderException(e.getCause());
    }
  }

  V serve(Entry<V> expired) {
    served.increment();
    return values.valueOf(expired);
  }
}
