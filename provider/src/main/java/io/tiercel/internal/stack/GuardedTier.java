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

/**
 * Stands around a tier that does I/O: a {@link Guard} decides whether each operation reaches it.
 *
 * <p>What is wrong with the caller's own objects (an {@link IllegalArgumentException} of a codec)
 * passes as it is: it says all there is to say.
 */
public final class GuardedTier<K, V> implements EntryTier<K, V>, MayFail {
  private final EntryTier<K, V> tier;
  private final Guard guard;

  /**
   * @param maxInFlight how many operations may be under way at a time
   */
  public GuardedTier(String cacheName, String tierName, EntryTier<K, V> tier, int maxInFlight) {
    this.tier = tier;
    this.guard = new Guard(cacheName, tierName, maxInFlight);
  }

  /** How many operations have failed. */
  public long failures() {
    return guard.failures();
  }

  /** How many operations the tier was not asked for, because it was failing or overrun. */
  public long refusals() {
    return guard.refusals();
  }

  /** Whether the tier answers, as far as is known. */
  public boolean isAnswering() {
    return guard.isClosed();
  }

  @Override
  public Capabilities capabilities() {
    return tier.capabilities();
  }

  @Override
  public @Nullable Entry<V> get(K key) {
    return guard.call("get", () -> tier.get(key));
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
    return guard.call("get", () -> tier.getLatest(key));
  }

  @Override
  public @Nullable Entry<V> getVerified(K key, Entry<V> copy) {
    return guard.call("get", () -> tier.getVerified(key, copy));
  }

  @Override
  public Map<K, Entry<V>> getAll(Collection<? extends K> keys) {
    return guard.call("getAll", () -> tier.getAll(keys));
  }

  @Override
  public Map<K, Entry<V>> getAllLatest(Collection<? extends K> keys) {
    return guard.call("getAll", () -> tier.getAllLatest(keys));
  }

  @Override
  public WriteResult<Entry<V>> write(K key, Entry<V> next, Condition<Entry<V>> condition) {
    return guard.call("write", () -> tier.write(key, next, condition));
  }

  @Override
  public boolean tellsWhatWasThere() {
    return tier.tellsWhatWasThere();
  }

  @Override
  public @Nullable Entry<V> exchange(K key, Entry<V> next) {
    return guard.call("exchange", () -> tier.exchange(key, next));
  }

  @Override
  public @Nullable Entry<V> take(K key) {
    return guard.call("take", () -> tier.take(key));
  }

  @Override
  public void writeAll(Map<? extends K, ? extends Entry<V>> entries) {
    guarded("writeAll", () -> tier.writeAll(entries));
  }

  @Override
  public boolean remove(K key, Condition<Entry<V>> condition) {
    return guard.call("remove", () -> tier.remove(key, condition));
  }

  @Override
  public void removeAll(Collection<? extends K> keys) {
    guarded("removeAll", () -> tier.removeAll(keys));
  }

  @Override
  public boolean publish(K key, Entry<V> copy, BooleanSupplier isCurrent) {
    return guard.call("publish", () -> tier.publish(key, copy, isCurrent));
  }

  @Override
  public void clear() {
    guarded("clear", tier::clear);
  }

  @Override
  public void unverifyAll() {
    guarded("unverifyAll", tier::unverifyAll);
  }

  @Override
  public boolean isUnverified(Entry<V> entry) {
    return tier.isUnverified(entry);
  }

  @Override
  public Iterator<Map.Entry<K, Entry<V>>> scan() {
    Iterator<Map.Entry<K, Entry<V>>> entries = guard.call("scan", tier::scan);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return guard.call("scan", entries::hasNext);
      }

      @Override
      public Map.Entry<K, Entry<V>> next() {
        return guard.call("scan", entries::next);
      }
    };
  }

  @Override
  public void close() {
    guard.tell("close", tier::close);
  }

  private void guarded(String operation, Runnable work) {
    guard.call(
        operation,
        () -> {
          work.run();
          return true;
        });
  }
}
