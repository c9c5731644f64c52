package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.WriteResult;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands around a tier that does I/O: says of each failure which cache, tier and operation it
 * befell, and counts it.
 *
 * <p>What is wrong with the caller's own objects (an {@link IllegalArgumentException} of a codec)
 * passes as it is: it says all there is to say.
 */
public final class GuardedTier<K, V> implements EntryTier<K, V> {
  private final String name;
  private final EntryTier<K, V> tier;
  private final LongAdder failures = new LongAdder();

  /**
   * @param name what messages call the tier: {@code cache "books", tier redis}
   */
  public GuardedTier(String name, EntryTier<K, V> tier) {
    this.name = name;
    this.tier = tier;
  }

  /** How many operations have failed. */
  public long failures() {
    return failures.sum();
  }

  @Override
  public Capabilities capabilities() {
    return tier.capabilities();
  }

  @Override
  public @Nullable Entry<V> get(K key) {
    return guarded("get", () -> tier.get(key));
  }

  @Override
  public Map<K, Entry<V>> getAll(Collection<? extends K> keys) {
    return guarded("getAll", () -> tier.getAll(keys));
  }

  @Override
  public WriteResult<Entry<V>> write(K key, Entry<V> next, Condition<Entry<V>> condition) {
    return guarded("write", () -> tier.write(key, next, condition));
  }

  @Override
  public void writeAll(Map<? extends K, ? extends Entry<V>> entries) {
    guarded(
        "writeAll",
        () -> {
          tier.writeAll(entries);
          return true;
        });
  }

  @Override
  public boolean remove(K key, Condition<Entry<V>> condition) {
    return guarded("remove", () -> tier.remove(key, condition));
  }

  @Override
  public void removeAll(Collection<? extends K> keys) {
    guarded(
        "removeAll",
        () -> {
          tier.removeAll(keys);
          return true;
        });
  }

  @Override
  public boolean publish(K key, Entry<V> copy, BooleanSupplier guard) {
    return guarded("publish", () -> tier.publish(key, copy, guard));
  }

  @Override
  public void clear() {
    guarded(
        "clear",
        () -> {
          tier.clear();
          return true;
        });
  }

  @Override
  public Iterator<Map.Entry<K, Entry<V>>> scan() {
    Iterator<Map.Entry<K, Entry<V>>> entries = guarded("scan", tier::scan);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return guarded("scan", entries::hasNext);
      }

      @Override
      public Map.Entry<K, Entry<V>> next() {
        return guarded("scan", entries::next);
      }
    };
  }

  @Override
  public void close() {
    guarded(
        "close",
        () -> {
          tier.close();
          return true;
        });
  }

  private <T extends @Nullable Object> T guarded(String operation, Supplier<T> work) {
    try {
      return work.get();
    } catch (IllegalArgumentException | NoSuchElementException e) {
      throw e;
    } catch (TierException e) {
      throw failed(operation, e.kind(), e);
    } catch (RuntimeException e) {
      throw failed(operation, TierException.Kind.REJECTED, e);
    }
  }

  private TierException failed(String operation, TierException.Kind kind, RuntimeException e) {
    failures.increment();
    return new TierException(kind, name + ": " + operation + " failed: " + e.getMessage(), e);
  }
}
