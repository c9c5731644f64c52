package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.WriteResult;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Writes down what this process makes of the keys of a tier, and what it reads there. */
public final class RecordedTier<K, V> implements EntryTier<K, V> {
  private final EntryTier<K, V> tier;
  private final LastKnown<K> known;

  public RecordedTier(EntryTier<K, V> tier, LastKnown<K> known) {
    this.tier = tier;
    this.known = known;
  }

  @Override
  public Capabilities capabilities() {
    return tier.capabilities();
  }

  @Override
  public @Nullable Entry<V> get(K key) {
    Entry<V> entry = tier.get(key);
    known.meet(key, entry);
    return entry;
  }

  @Override
  public boolean mayBeBehind() {
    return tier.mayBeBehind();
  }

  @Override
  public boolean mayOverlook() {
    return tier.mayOverlook();
  }

  @Override
  public @Nullable Entry<V> getLatest(K key) {
    Entry<V> entry = tier.getLatest(key);
    known.meet(key, entry);
    return entry;
  }

  @Override
  public @Nullable Entry<V> getVerified(K key, Entry<V> copy) {
    Entry<V> entry = tier.getVerified(key, copy);
    known.meet(key, entry);
    return entry;
  }

  @Override
  public Map<K, Entry<V>> getAll(Collection<? extends K> keys) {
    return met(tier.getAll(keys));
  }

  @Override
  public Map<K, Entry<V>> getAllLatest(Collection<? extends K> keys) {
    return met(tier.getAllLatest(keys));
  }

  private Map<K, Entry<V>> met(Map<K, Entry<V>> found) {
    found.forEach(known::meet);
    return found;
  }

  @Override
  public WriteResult<Entry<V>> write(K key, Entry<V> next, Condition<Entry<V>> condition) {
    WriteResult<Entry<V>> result = tier.write(key, next, condition);
    if (result.isCommitted()) {
      known.know(key, next);
    }
    return result;
  }

  @Override
  public boolean tellsWhatWasThere() {
    return tier.tellsWhatWasThere();
  }

  @Override
  public @Nullable Entry<V> exchange(K key, Entry<V> next) {
    Entry<V> former = tier.exchange(key, next);
    known.know(key, next);
    return former;
  }

  @Override
  public @Nullable Entry<V> take(K key) {
    Entry<V> former = tier.take(key);
    known.know(key, null);
    return former;
  }

  @Override
  public void writeAll(Map<? extends K, ? extends Entry<V>> entries) {
    tier.writeAll(entries);
    entries.forEach(known::know);
  }

  @Override
  public boolean remove(K key, Condition<Entry<V>> condition) {
    boolean removed = tier.remove(key, condition);
    if (removed) {
      known.know(key, null);
    }
    return removed;
  }

  @Override
  public void removeAll(Collection<? extends K> keys) {
    tier.removeAll(keys);
    keys.forEach(key -> known.know(key, null));
  }

  @Override
  public boolean publish(K key, Entry<V> copy, BooleanSupplier isCurrent) {
    return tier.publish(key, copy, isCurrent);
  }

  @Override
  public void clear() {
    tier.clear();
    known.forget();
  }

  @Override
  public Iterator<Map.Entry<K, Entry<V>>> scan() {
    return tier.scan();
  }

  @Override
  public void close() {
    tier.close();
  }
}
