package io.tiercel.internal.writebehind;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.TierException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What there is of keys that the upper of two tiers does not have: what waits to be brought to the
 * lower one, or what that has. Neither counts where the cache was cleared since. Thread-safe.
 */
final class LostEntries<K, V> {
  private final EntryTier<K, V> upper;
  private final EntryTier<K, V> lower;
  private final WriteQueue<K, Entry<V>> queue;
  private final Clearings clearings;
  private final InstantSource clock;

  LostEntries(
      EntryTier<K, V> upper,
      EntryTier<K, V> lower,
      WriteQueue<K, Entry<V>> queue,
      Clearings clearings,
      InstantSource clock) {
    this.upper = upper;
    this.lower = lower;
    this.queue = queue;
    this.clearings = clearings;
    this.clock = clock;
  }

  /** Brings back what there is of a key, and returns it. */
  @Nullable Entry<V> fetch(K key) {
    Entry<V> found = find(key);
    if (found == null) {
      return null;
    }
    bringBack(key, found);
    return takeBackIfCleared(key, found, clearings.last()) ? null : found;
  }

  /** Only a copy that another one makes needless is lost with the failure. */
  private void bringBack(K key, Entry<V> found) {
    try {
      upper.write(key, found, Condition.ifAbsent());
    } catch (TierException e) {
      // the reader has what it wanted
    }
  }

  /** Removes from the upper tier what was cleared since it was found; says whether it was. */
  private boolean takeBackIfCleared(K key, Entry<V> brought, long cleared) {
    if (brought.version() > cleared) {
      return false;
    }
    Entry<V> held = upper.getLatest(key);
    if (held != null && held.version() == brought.version()) {
      upper.remove(key, Condition.ifUnchanged(held));
    }
    return true;
  }

  /** What there is of a key. */
  @Nullable Entry<V> find(K key) {
    Entry<V> pending = pending(key);
    if (pending != null) {
      return fetched(pending);
    }
    Entry<V> below = lower.getLatest(key);
    return below == null || below.version() <= clearings.last() ? null : fetched(below);
  }

  /** What waits of a key that the upper tier does not have, unless because it was cleared. */
  private @Nullable Entry<V> pending(K key) {
    Change<K, Entry<V>> change = queue.find(key);
    Entry<V> pending = change == null ? null : change.value();
    return pending == null || pending.version() <= clearings.last() ? null : pending;
  }

  private @Nullable Entry<V> fetched(@Nullable Entry<V> entry) {
    return entry == null || entry.isTombstone() || entry.isExpired(clock.millis())
        ? null
        : new Fetched<>(entry);
  }

  /** As {@link #fetch}, many keys. */
  Map<K, Entry<V>> fetchAll(List<K> keys) {
    Map<K, Entry<V>> found = findAll(keys, lower::getAllLatest);
    if (!found.isEmpty()) {
      found.forEach(this::bringBack);
      long cleared = clearings.last();
      found.entrySet().removeIf(e -> takeBackIfCleared(e.getKey(), e.getValue(), cleared));
    }
    return found;
  }

  /** As {@link #find}, the lower tier in one go. */
  private Map<K, Entry<V>> findAll(
      Collection<K> keys, Function<List<K>, Map<K, Entry<V>>> readBelow) {
    Map<K, Entry<V>> found = new LinkedHashMap<>();
    List<K> notWaiting = new ArrayList<>();
    for (K key : keys) {
      Entry<V> pending = pending(key);
      if (pending == null) {
        notWaiting.add(key);
      } else {
        putFetched(found, key, pending);
      }
    }
    if (!notWaiting.isEmpty()) {
      putBelow(found, readBelow.apply(notWaiting));
    }
    return found;
  }

  /** What the lower tier has, but for what was cleared and may not be gone there yet. */
  private void putBelow(Map<K, Entry<V>> found, Map<K, Entry<V>> below) {
    if (!below.isEmpty()) {
      long cleared = clearings.last();
      below.forEach(
          (key, entry) -> {
            if (entry.version() > cleared) {
              putFetched(found, key, entry);
            }
          });
    }
  }

  private void putFetched(Map<K, Entry<V>> found, K key, Entry<V> entry) {
    Entry<V> fetched = fetched(entry);
    if (fetched != null) {
      found.put(key, fetched);
    }
  }

  /**
   * As {@link #find}, many keys.
   *
   * @param below what the lower tier has of them
   */
  Map<K, Entry<V>> of(Map<K, Entry<V>> below) {
    return findAll(
        below.keySet(),
        notWaiting -> {
          Map<K, Entry<V>> left = new LinkedHashMap<>(below);
          left.keySet().retainAll(notWaiting);
          return left;
        });
  }
}
