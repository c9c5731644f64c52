package io.tiercel.internal.jcache;

import io.tiercel.internal.writebehind.Change;
import io.tiercel.internal.writebehind.WriteQueue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.cache.integration.CacheLoader;
import org.jspecify.annotations.Nullable;

/**
 * Knows the changes that wait for the cache writer, of which the source may not know yet, and asks
 * the cache's loader for everything else.
 */
final class PendingLoader<K, V> implements CacheLoader<K, V> {
  private final WriteQueue<K, V> pending;
  private final @Nullable CacheLoader<K, V> loader;
  private final Values values;

  /**
   * @param loader null where what does not wait is not there
   */
  PendingLoader(WriteQueue<K, V> pending, @Nullable CacheLoader<K, V> loader, Values values) {
    this.pending = pending;
    this.loader = loader;
    this.values = values;
  }

  @Override
  @SuppressWarnings("NullAway") // JSR-107: null when there is no value
  public V load(K key) {
    Change<K, V> change = pending.find(key);
    if (change == null) {
      return loader == null ? null : loader.load(key);
    }
    return change.value() == null ? null : values.lent(change.value());
  }

  @Override
  public Map<K, V> loadAll(Iterable<? extends K> keys) {
    Map<K, V> found = new HashMap<>();
    List<K> others = new ArrayList<>();
    for (K key : keys) {
      Change<K, V> change = pending.find(key);
      if (change == null) {
        others.add(key);
      } else if (change.value() != null) {
        found.put(key, values.lent(change.value()));
      }
    }
    if (loader != null && !others.isEmpty()) {
      Map<K, V> loaded = loader.loadAll(others);
      found.putAll(loaded == null ? Map.of() : loaded);
    }
    return found;
  }
}
