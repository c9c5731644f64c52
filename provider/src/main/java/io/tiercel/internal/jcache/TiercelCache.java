package io.tiercel.internal.jcache;

import static java.util.Objects.requireNonNull;

import io.tiercel.CacheHealth;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.integration.CompletionListener;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;

/**
 * A cache as JSR-107 has it: checks what it is given and hands on to whoever does the work.
 * Thread-safe.
 */
@SuppressWarnings("NullAway") // the interface returns null for a miss without saying so
public final class TiercelCache<K, V> implements Cache<K, V> {
  private final CacheParts<K, V> parts;
  private final Lifecycle<K, V> lifecycle;
  private final Values values;

  TiercelCache(CacheParts<K, V> parts, Lifecycle<K, V> lifecycle) {
    this.parts = parts;
    this.lifecycle = lifecycle;
    this.values = parts.values();
  }

  @Override
  public @Nullable V get(K key) {
    lifecycle.requireOpen();
    return parts.reads().get(requireNonNull(key, "key"));
  }

  @Override
  public Map<K, V> getAll(Set<? extends K> keys) {
    lifecycle.requireOpen();
    return parts.reads().getAll(checked(keys));
  }

  @Override
  public boolean containsKey(K key) {
    lifecycle.requireOpen();
    return parts.reads().containsKey(requireNonNull(key, "key"));
  }

  @Override
  public void loadAll(
      Set<? extends K> keys, boolean replaceExisting, @Nullable CompletionListener listener) {
    lifecycle.requireOpen();
    Set<K> own = new LinkedHashSet<>();
    requireNonNull(keys, "keys").forEach(key -> own.add(key(key)));
    parts.preloads().loadAll(own, replaceExisting, listener);
  }

  @Override
  public void put(K key, V value) {
    lifecycle.requireOpen();
    K k = key(key);
    V v = value(value);
    long start = parts.statistics().start();
    parts.mutations().put(k, v);
    parts.statistics().putSince(start);
  }

  @Override
  public @Nullable V getAndPut(K key, V value) {
    return before(store(Operation.GET_AND_PUT, key, value));
  }

  @Override
  public void putAll(Map<? extends K, ? extends V> map) {
    lifecycle.requireOpen();
    Map<K, V> entries = new LinkedHashMap<>();
    requireNonNull(map, "map").forEach((key, value) -> entries.put(key(key), value(value)));
    parts.bulkWrites().putAll(entries);
  }

  @Override
  public boolean putIfAbsent(K key, V value) {
    return store(Operation.PUT_IF_ABSENT, key, value).changed();
  }

  @Override
  public boolean remove(K key) {
    return remove(Operation.REMOVE_ENTRY, key).changed();
  }

  @Override
  public boolean remove(K key, V oldValue) {
    lifecycle.requireOpen();
    requireNonNull(key, "key");
    return apply(Operation.REMOVE_IF_EQUAL, key, requireNonNull(oldValue, "oldValue"), null)
        .changed();
  }

  @Override
  public @Nullable V getAndRemove(K key) {
    return before(remove(Operation.GET_AND_REMOVE, key));
  }

  @Override
  public boolean replace(K key, V oldValue, V newValue) {
    lifecycle.requireOpen();
    K k = key(key);
    requireNonNull(oldValue, "oldValue");
    V next = values.in(requireNonNull(newValue, "newValue"));
    return apply(Operation.REPLACE_IF_EQUAL, k, oldValue, next).changed();
  }

  @Override
  public boolean replace(K key, V value) {
    return store(Operation.REPLACE, key, value).changed();
  }

  @Override
  public @Nullable V getAndReplace(K key, V value) {
    return before(store(Operation.GET_AND_REPLACE, key, value));
  }

  @Override
  public void removeAll(Set<? extends K> keys) {
    lifecycle.requireOpen();
    parts.bulkWrites().removeAll(checked(keys));
  }

  @Override
  public void removeAll() {
    lifecycle.requireOpen();
    parts.bulkWrites().removeAllPresent();
  }

  @Override
  public void clear() {
    lifecycle.requireOpen();
    parts.clear();
  }

  @Override
  public <T> T invoke(K key, EntryProcessor<K, V, T> processor, Object... arguments) {
    lifecycle.requireOpen();
    requireNonNull(processor, "processor");
    return parts.processors().invoke(key(key), processor, arguments);
  }

  @Override
  public <T> Map<K, EntryProcessorResult<T>> invokeAll(
      Set<? extends K> keys, EntryProcessor<K, V, T> processor, Object... arguments) {
    lifecycle.requireOpen();
    requireNonNull(processor, "processor");
    return parts.processors().invokeAll(checked(keys), processor, arguments);
  }

  @Override
  public Iterator<Entry<K, V>> iterator() {
    lifecycle.requireOpen();
    return parts.iterator(lifecycle::requireOpen);
  }

  @Override
  public void registerCacheEntryListener(CacheEntryListenerConfiguration<K, V> configuration) {
    lifecycle.requireOpen();
    lifecycle.register(requireNonNull(configuration, "cacheEntryListenerConfiguration"));
  }

  @Override
  public void deregisterCacheEntryListener(CacheEntryListenerConfiguration<K, V> configuration) {
    lifecycle.requireOpen();
    lifecycle.deregister(requireNonNull(configuration, "cacheEntryListenerConfiguration"));
  }

  @Override
  public <C extends Configuration<K, V>> C getConfiguration(Class<C> type) {
    lifecycle.requireOpen();
    return lifecycle.configuration(requireNonNull(type, "clazz"));
  }

  @Override
  public String getName() {
    return lifecycle.cacheName();
  }

  @Override
  public CacheManager getCacheManager() {
    return lifecycle.manager();
  }

  @Override
  public void close() {
    lifecycle.close("Cache.close()");
  }

  @Override
  public boolean isClosed() {
    return lifecycle.isClosed();
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    return type == CacheHealth.class
        ? type.cast(parts.health().snapshot())
        : Unwrap.as(type, this, lifecycle.onOff(), parts.stack());
  }

  Lifecycle<K, V> lifecycle() {
    return lifecycle;
  }

  /** Empties the tiers for good. */
  void erase() {
    parts.erase();
  }

  private Mutation<K, V> store(Operation operation, K key, V value) {
    lifecycle.requireOpen();
    return apply(operation, key(key), null, value(value));
  }

  private Mutation<K, V> remove(Operation operation, K key) {
    lifecycle.requireOpen();
    return apply(operation, requireNonNull(key, "key"), null, null);
  }

  private Mutation<K, V> apply(Operation operation, K key, @Nullable V expected, @Nullable V next) {
    long start = parts.statistics().start();
    Mutation<K, V> done = parts.mutations().apply(operation, key, expected, next);
    done.timeSince(start);
    return done;
  }

  private @Nullable V before(Mutation<K, V> done) {
    V before = done.before();
    return before == null ? null : values.out(before);
  }

  private K key(K key) {
    return values.in(requireNonNull(key, "key"));
  }

  private V value(V value) {
    return values.in(requireNonNull(value, "value"));
  }

  private List<K> checked(Set<? extends K> keys) {
    List<K> checked = new ArrayList<>(requireNonNull(keys, "keys").size());
    for (K key : keys) {
      checked.add(requireNonNull(key, "key"));
    }
    return checked;
  }
}
