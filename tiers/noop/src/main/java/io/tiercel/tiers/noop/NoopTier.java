package io.tiercel.tiers.noop;

import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.WriteResult;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps nothing: an entry may disappear at any moment, and here it does at the first. What was
 * written is committed and gone, so each key is absent whenever a condition looks. Thread-safe.
 */
final class NoopTier<K, V> implements EntryTier<K, V> {

  @Override
  public Capabilities capabilities() {
    return Capabilities.PRIVATE;
  }

  @Override
  public @Nullable Entry<V> get(K key) {
    return null;
  }

  @Override
  public WriteResult<Entry<V>> write(K key, Entry<V> next, Condition<Entry<V>> condition) {
    return condition.kind() == Condition.Kind.IF_UNCHANGED
        ? WriteResult.conflict()
        : WriteResult.committed();
  }

  @Override
  public boolean publish(K key, Entry<V> copy, BooleanSupplier guard) {
    return guard.getAsBoolean();
  }

  @Override
  public boolean remove(K key, Condition<Entry<V>> condition) {
    return false;
  }

  @Override
  public void clear() {}

  @Override
  public Iterator<Map.Entry<K, Entry<V>>> scan() {
    return Collections.emptyIterator();
  }

  @Override
  public void close() {}
}
