package io.tiercel.internal.jcache;

import static java.util.Objects.requireNonNull;

import io.tiercel.internal.stack.TierStack;
import io.tiercel.internal.stats.Statistics;
import io.tiercel.tiers.spi.Entry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/** Finds values: in the tiers, else through the loader. */
final class Reads<K, V> {
  private final TierStack<K, V> stack;
  private final Statistics statistics;
  private final Mutations<K, V> mutations;
  private final @Nullable Loads<K, V> readThrough;
  private final Values values;
  private final @Nullable Fallback<K, V> fallback;
  private final @Nullable EarlyRefresh<K, V> earlyRefresh;

  /**
   * @param readThrough null where a miss stays a miss
   * @param fallback null where what has expired is gone
   * @param earlyRefresh null where nothing is loaded before it has expired
   */
  Reads(
      TierStack<K, V> stack,
      Mutations<K, V> mutations,
      @Nullable Loads<K, V> readThrough,
      Values values,
      @Nullable Fallback<K, V> fallback,
      @Nullable EarlyRefresh<K, V> earlyRefresh) {
    this.stack = stack;
    this.statistics = mutations.statistics();
    this.mutations = mutations;
    this.readThrough = readThrough;
    this.values = values;
    this.fallback = fallback;
    this.earlyRefresh = earlyRefresh;
  }

  @Nullable V get(K key) {
    long start = statistics.start();
    long loads = finishedLoads();
    Entry<V> entry = stack.get(key);
    V value = entry != null && stack.isLive(entry) ? hit(key, entry) : miss(key, entry, loads);
    statistics.readSince(start);
    return value;
  }

  private V hit(K key, Entry<V> entry) {
    statistics.hit();
    mutations.accessed(key, entry);
    if (earlyRefresh != null) {
      earlyRefresh.consider(key, entry);
    }
    return values.valueOf(entry);
  }

  private @Nullable V miss(K key, @Nullable Entry<V> trace, long loads) {
    statistics.miss();
    if (trace != null && fallback != null && fallback.isServable(trace)) {
      return fallback.load(key, trace, loads);
    }
    reap(key, trace);
    return readThrough == null ? null : readThrough.load(key, trace, loads);
  }

  Map<K, V> getAll(Collection<? extends K> keys) {
    long start = statistics.start();
    long loads = finishedLoads();
    Map<K, Entry<V>> found = stack.getAll(keys);
    Map<K, V> result = new LinkedHashMap<>();
    Map<K, @Nullable Entry<V>> missing = new LinkedHashMap<>();
    for (K key : keys) {
      Entry<V> entry = found.get(key);
      if (entry != null && stack.isLive(entry)) {
        result.put(key, hit(key, entry));
      } else {
        statistics.miss();
        if (fallback == null || !fallback.isServable(entry)) {
          reap(key, entry);
        }
        missing.put(key, entry);
      }
    }
    if (readThrough != null && !missing.isEmpty()) {
      result.putAll(loadMissing(readThrough, missing, loads));
    }
    statistics.readSince(start);
    return result;
  }

  /** When the loader fails, all that it was asked for must have something to fall back on. */
  private Map<K, V> loadMissing(
      Loads<K, V> loader, Map<K, @Nullable Entry<V>> missing, long loads) {
    try {
      return loader.loadMissing(missing, loads);
    } catch (CacheLoaderException e) {
      if (fallback == null || !missing.values().stream().allMatch(fallback::isServable)) {
        throw e;
      }
      Map<K, V> served = new LinkedHashMap<>();
      missing.forEach((key, entry) -> served.put(key, fallback.serve(requireNonNull(entry))));
      return served;
    }
  }

  boolean containsKey(K key) {
    return stack.isLive(stack.get(key));
  }

  private long finishedLoads() {
    return readThrough == null ? 0 : readThrough.finished();
  }

  /** What is found past its deadline is dropped at once. */
  private void reap(K key, @Nullable Entry<V> trace) {
    if (trace != null && !trace.isTombstone()) {
      stack.reap(key, trace);
    }
  }
}
