package io.tiercel.internal.jcache;

import io.tiercel.internal.jcache.WriteThrough.Partial;
import io.tiercel.internal.stack.Hold;
import io.tiercel.internal.stack.TierStack;
import io.tiercel.tiers.spi.Entry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Operations on many keys. The writer is told of all at once; what it leaves undone stays undone in
 * the cache. All keys are locked while the writer is asked, so that cache and source see the
 * changes of a key in one order.
 */
final class BulkWrites<K, V> {
  private final TierStack<K, V> stack;
  private final Mutations<K, V> mutations;
  private final LoadsInFlight<K, V> loads;
  private final WriteThrough<K, V> writer;

  BulkWrites(TierStack<K, V> stack, Mutations<K, V> mutations, LoadsInFlight<K, V> loads) {
    this.stack = stack;
    this.mutations = mutations;
    this.loads = loads;
    this.writer = mutations.writer();
  }

  void putAll(Map<K, V> entries) {
    if (writer.isOff()) {
      mutations.putAll(entries);
      return;
    }
    Hold hold = stack.lock(entries.keySet());
    try {
      Partial<Map<K, V>> written = writer.writeAll(entries);
      mutations.putAll(written.done());
      written.rethrow();
    } finally {
      hold.close();
    }
  }

  void removeAll(Collection<? extends K> keys) {
    if (writer.isOff()) {
      mutations.removeAll(keys);
      return;
    }
    Hold hold = stack.lock(keys);
    try {
      Partial<Collection<K>> deleted = writer.deleteAll(new ArrayList<>(keys));
      mutations.removeAll(deleted.done());
      deleted.rethrow();
    } finally {
      hold.close();
    }
  }

  /**
   * Each key that is there, with an event, a count and a call of the writer; and copies of what the
   * authority has lost. What is being loaded is not published, or is there by then.
   */
  void removeAllPresent() {
    loads.detachAll().forEach(this::awaitPublication);
    removeAll(presentKeys());
    stack.dropUnseen();
  }

  private void awaitPublication(K key) {
    stack.lock(List.of(key)).close();
  }

  private Set<K> presentKeys() {
    Set<K> keys = new LinkedHashSet<>();
    for (Iterator<Map.Entry<K, Entry<V>>> all = stack.scan(); all.hasNext(); ) {
      Map.Entry<K, Entry<V>> next = all.next();
      if (stack.isLive(next.getValue())) {
        keys.add(next.getKey());
      }
    }
    return keys;
  }
}
