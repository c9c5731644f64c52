package io.tiercel.internal.jcache;

import io.tiercel.internal.stack.CircularWaitException;
import io.tiercel.internal.stack.TierStack;
import io.tiercel.tiers.spi.Entry;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/**
 * Brings values that the cache lacks from outside: one call of the loader for a key at a time in
 * this process, whoever asks.
 *
 * <p>The loader runs under no lock. What it brings is published only when nobody changed the key
 * since the load began; those who wait get it in any case.
 */
final class Loads<K, V> {
  private final String cacheName;
  private final CacheLoader<K, V> loader;
  private final LoadsInFlight<K, V> inFlight;
  private final TierStack<K, V> stack;
  private final Mutations<K, V> mutations;
  private final Values values;

  Loads(
      String cacheName,
      CacheLoader<K, V> loader,
      LoadsInFlight<K, V> inFlight,
      TierStack<K, V> stack,
      Mutations<K, V> mutations,
      Values values) {
    this.cacheName = cacheName;
    this.loader = loader;
    this.inFlight = inFlight;
    this.stack = stack;
    this.mutations = mutations;
    this.values = values;
  }

  /**
   * Loads the value of a key and publishes it.
   *
   * @param callers the key, as the caller gave it
   * @param trace what was left of the key in the tiers when it was found missing
   * @return null when the loader has none
   */
  @Nullable V load(K callers, @Nullable Entry<V> trace) {
    K key = values.in(callers);
    Load<V> mine = new Load<>();
    Load<V> other = inFlight.claim(key, mine);
    if (other != null) {
      return join(other);
    }
    try {
      V value = call(mine, () -> loader.load(values.lent(key)));
      publish(Operation.LOAD, key, mine, value, trace);
      return value;
    } finally {
      inFlight.finish(key, mine);
    }
  }

  /** Loads a value for an entry processor, which publishes it itself with the key locked. */
  @Nullable V loadOnly(K key) {
    Load<V> mine = new Load<>();
    Load<V> other = inFlight.claim(key, mine);
    if (other != null) {
      return join(other);
    }
    try {
      return call(mine, () -> loader.load(values.lent(key)));
    } finally {
      inFlight.finish(key, mine);
    }
  }

  /**
   * Loads many keys, in one call for those that nobody else is loading, and publishes what came.
   *
   * @param wanted the keys, each with what was left of it in the tiers
   * @return what the loader had
   */
  Map<K, V> loadAll(Operation operation, Map<K, @Nullable Entry<V>> wanted) {
    Map<K, Load<V>> mine = new LinkedHashMap<>();
    Map<K, Load<V>> others = new LinkedHashMap<>();
    for (K callers : wanted.keySet()) {
      K key = values.in(callers);
      Load<V> load = new Load<>();
      Load<V> other = inFlight.claim(key, load);
      if (other == null) {
        mine.put(key, load);
      } else {
        others.put(key, other);
      }
    }
    Map<K, V> loaded = new HashMap<>();
    try {
      callForAll(mine)
          .forEach(
              (key, value) -> {
                Load<V> load = mine.get(key);
                if (load != null && value != null) {
                  loaded.put(key, value);
                  publish(operation, key, load, value, wanted.get(key));
                }
              });
    } finally {
      mine.forEach(inFlight::finish);
    }
    others.forEach(
        (key, load) -> {
          V value = join(load);
          if (value != null) {
            loaded.put(key, value);
          }
        });
    return loaded;
  }

  private Map<K, V> callForAll(Map<K, Load<V>> loads) {
    if (loads.isEmpty()) {
      return Map.of();
    }
    try {
      List<K> keys = loads.keySet().stream().map(values::lent).toList();
      Map<K, V> loaded = wrapping("loadAll", () -> loader.loadAll(keys));
      Map<K, V> result = loaded == null ? Map.of() : loaded;
      loads.forEach((key, load) -> load.complete(result.get(key)));
      return result;
    } catch (Throwable e) {
      loads.values().forEach(load -> load.fail(e));
      throw e;
    }
  }

  private @Nullable V call(Load<V> mine, Supplier<@Nullable V> loading) {
    try {
      V value = wrapping("load", loading);
      mine.complete(value);
      return value;
    } catch (Throwable e) {
      mine.fail(e);
      throw e;
    }
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

  private @Nullable V join(Load<V> other) {
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

  private void publish(
      Operation operation, K key, Load<V> load, @Nullable V value, @Nullable Entry<V> trace) {
    if (value != null && !load.isDetached()) {
      Mutation<K, V> mutation = new Mutation<>(mutations, operation, key, null, values.in(value));
      stack.updateExclusively(key, new Publication<>(mutation, load, trace));
    }
  }
}
