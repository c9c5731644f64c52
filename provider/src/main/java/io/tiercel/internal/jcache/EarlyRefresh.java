package io.tiercel.internal.jcache;

import io.tiercel.tiers.spi.Entry;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import javax.cache.integration.CacheLoaderException;

/**
 * Has an entry that is read shortly before its deadline loaded anew in the background, so that a
 * popular one never expires.
 *
 * <p>A read does so with a chance that grows towards the deadline, and the earlier the longer loads
 * take; of many processes a few refresh, at different times. Source: Vattani, Chierichetti,
 * Lowenstein, "Optimal Probabilistic Cache Stampede Prevention" (VLDB 2015), with beta = 1.
 */
final class EarlyRefresh<K, V> {
  private static final Logger LOG = System.getLogger(EarlyRefresh.class.getName());
  private static final int SMOOTHING = 8;

  private final String cacheName;
  private final Loads<K, V> loads;
  private final InstantSource clock;
  private final Executor executor;

  /** What a load takes, smoothed, in milliseconds. */
  private final AtomicLong loadMillis = new AtomicLong(1);

  private final LongAdder begun = new LongAdder();
  private final LongAdder failures = new LongAdder();

  EarlyRefresh(String cacheName, Loads<K, V> loads, InstantSource clock, Executor executor) {
    this.cacheName = cacheName;
    this.loads = loads;
    this.clock = clock;
    this.executor = executor;
  }

  /** How many refreshes were begun. */
  long begun() {
    return begun.sum();
  }

  /** How many of them the loader failed. */
  long failures() {
    return failures.sum();
  }

  /** An entry has been read. */
  void consider(K key, Entry<V> entry) {
    if (entry.deadlineMillis() != Entry.NEVER && isDue(entry) && !loads.isUnderWay(key)) {
      begun.increment();
      executor.execute(() -> refresh(key, entry));
    }
  }

  private boolean isDue(Entry<V> entry) {
    double chance = 1 - ThreadLocalRandom.current().nextDouble();
    return -Math.log(chance) * loadMillis.get() >= entry.deadlineMillis() - clock.millis();
  }

  private void refresh(K key, Entry<V> entry) {
    long start = clock.millis();
    try {
      loads.refresh(key, entry);
    } catch (CacheLoaderException e) {
      failures.increment();
      LOG.log(Level.DEBUG, () -> "cache=" + cacheName + " an early refresh failed", e);
    }
    long took = Math.max(1, clock.millis() - start);
    loadMillis.updateAndGet(before -> Math.max(1, before + (took - before) / SMOOTHING));
  }
}
