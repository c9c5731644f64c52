package io.tiercel.internal.jcache;

import io.tiercel.internal.stack.CircularWaitException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/**
 * Calls the cache loader for {@linkplain Load loads}, and has each end: with what came, or with
 * what went wrong. What the caller, and whoever waits, is told of a failure is a {@link
 * CacheLoaderException} that names the cache.
 */
final class LoaderCalls<K, V> {
  private final String cacheName;
  private final CacheLoader<K, V> loader;
  private final Values values;

  LoaderCalls(String cacheName, CacheLoader<K, V> loader, Values values) {
    this.cacheName = cacheName;
    this.loader = loader;
    this.values = values;
  }

  /** Returns null when the loader has no value. */
  @Nullable V load(K key, Load<V> load) {
    return Load.orFail(
        List.of(load),
        () -> {
          V value = wrapping("load", () -> loader.load(values.lent(key)));
          load.complete(value);
          return value;
        });
  }

  /** Returns what the loader has of all, asked in one call; it is not called for none. */
  Map<K, V> loadAll(Map<K, Load<V>> loads) {
    if (loads.isEmpty()) {
      return Map.of();
    }
    return Load.orFail(
        loads.values(),
        () -> {
          List<K> keys = loads.keySet().stream().map(values::lent).toList();
          Map<K, V> loaded = wrapping("loadAll", () -> loader.loadAll(keys));
          Map<K, V> result = loaded == null ? Map.of() : loaded;
          loads.forEach((key, load) -> load.complete(result.get(key)));
          return result;
        });
  }

  private <T> @Nullable T wrapping(String call, Supplier<@Nullable T> loading) {
    try {
      return loading.get();
    } catch (CacheLoaderException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CacheLoaderException(
          "cache \"" + cacheName + "\": the cache loader failed in " + call, e);
    }
  }

  /** Waits for what somebody else loads; null when there is no value. */
  @Nullable V join(Load<V> other) {
    if (other.holder() == Thread.currentThread()) {
      throw new CacheLoaderException(
          "cache \""
              + cacheName
              + "\": the cache loader asked the cache for the very key it is loading; let it ask"
              + " its source instead");
    }
    try {
      V value = other.join();
      return value == null ? null : values.in(value);
    } catch (Load.LoadFailedException e) {
      throw new CacheLoaderException(
          "cache \"" + cacheName + "\": the cache loader failed in another thread's load",
          e.getCause());
    } catch (CircularWaitException e) {
      throw new CacheLoaderException("cache \"" + cacheName + "\": " + e.getMessage(), e);
    }
  }
}
