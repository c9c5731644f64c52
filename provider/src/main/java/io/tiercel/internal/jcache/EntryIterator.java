package io.tiercel.internal.jcache;

import io.tiercel.internal.stack.TierStack;
import io.tiercel.tiers.spi.Entry;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/** Walks over the live entries of a cache, each key once. Not thread-safe, as iterators are not. */
final class EntryIterator<K, V> implements Iterator<Cache.Entry<K, V>> {
  private final TierStack<K, V> stack;
  private final Mutations<K, V> mutations;
  private final Values values;
  private final Runnable requireOpen;
  private final Iterator<Map.Entry<K, Entry<V>>> scan;
  private final Set<K> met = new HashSet<>();
  private Map.@Nullable Entry<K, Entry<V>> next;
  private @Nullable K returned;

  EntryIterator(
      TierStack<K, V> stack, Mutations<K, V> mutations, Values values, Runnable requireOpen) {
    this.stack = stack;
    this.mutations = mutations;
    this.values = values;
    this.requireOpen = requireOpen;
    this.scan = stack.scan();
  }

  @Override
  public boolean hasNext() {
    requireOpen.run();
    if (next != null && !stack.isLive(next.getValue())) {
      next = null;
    }
    while (next == null && scan.hasNext()) {
      Map.Entry<K, Entry<V>> candidate = scan.next();
      if (stack.isLive(candidate.getValue()) && met.add(candidate.getKey())) {
        next = candidate;
      }
    }
    return next != null;
  }

  @Override
  public Cache.Entry<K, V> next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    K key = next.getKey();
    Entry<V> entry = next.getValue();
    next = null;
    returned = key;
    mutations.statistics().hit();
    mutations.accessed(key, entry);
    return new Pair<>(values.out(key), values.out(entry.value()));
  }

  @Override
  public void remove() {
    requireOpen.run();
    if (returned == null) {
      throw new IllegalStateException("next() has not been called since the last remove()");
    }
    mutations.apply(Operation.REMOVE_ENTRY, returned, null, null);
    returned = null;
  }
}
