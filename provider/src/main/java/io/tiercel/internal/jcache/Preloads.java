package io.tiercel.internal.jcache;

import io.tiercel.internal.stack.TierStack;
import io.tiercel.tiers.spi.Entry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.cache.CacheException;
import javax.cache.integration.CompletionListener;
import org.jspecify.annotations.Nullable;

/** {@code Cache.loadAll}: brings values into the cache in the background. */
final class Preloads<K, V> {
  private final TierStack<K, V> stack;
  private final @Nullable Loads<K, V> loads;
  private final Executor executor;

  /**
   * @param loads null where the cache has no loader
   */
  Preloads(TierStack<K, V> stack, @Nullable Loads<K, V> loads, Executor executor) {
    this.stack = stack;
    this.loads = loads;
    this.executor = executor;
  }

  void loadAll(Set<K> keys, boolean replaceExisting, @Nullable CompletionListener listener) {
    if (loads == null) {
      if (listener != null) {
        listener.onCompletion();
      }
      return;
    }
    executor.execute(() -> run(loads, keys, replaceExisting, listener));
  }

  private void run(
      Loads<K, V> loader,
      Set<K> keys,
      boolean replaceExisting,
      @Nullable CompletionListener listener) {
    try {
      load(loader, keys, replaceExisting);
    } catch (RuntimeException | Error e) {
      if (listener != null) {
        listener.onException(e instanceof CacheException known ? known : new CacheException(e));
      }
      if (e instanceof Error error) {
        throw error;
      }
      return;
    }
    if (listener != null) {
      listener.onCompletion();
    }
  }

  private void load(Loads<K, V> loader, Set<K> keys, boolean replaceExisting) {
    long loadsBefore = loader.finished();
    Map<K, Entry<V>> found = replaceExisting ? stack.truthAbout(keys) : stack.getAll(keys);
    Map<K, @Nullable Entry<V>> wanted = new LinkedHashMap<>();
    for (K key : keys) {
      Entry<V> entry = found.get(key);
      if (replaceExisting || !stack.isLive(entry)) {
        wanted.put(key, entry);
      }
    }
    if (wanted.isEmpty()) {
      return;
    }
    if (replaceExisting) {
      loader.loadAgain(wanted);
    } else {
      loader.loadMissing(wanted, loadsBefore);
    }
  }
}
