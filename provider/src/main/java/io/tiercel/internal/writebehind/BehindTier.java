package io.tiercel.internal.writebehind;

import io.tiercel.internal.stack.MayFail;
import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.WriteResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Two shared tiers as one. Everything is decided in the upper one; what was changed is brought to
 * the lower one later, by a {@link WriteQueue}. What the upper one does not have is looked for
 * among what waits, and in the lower one.
 *
 * <p>A removed key leaves a tombstone in the upper tier until the lower one knows of the removal,
 * and for a while longer: who has read the lower one before must not bring the entry back.
 *
 * <p>Thread-safe.
 */
public final class BehindTier<K, V> implements EntryTier<K, V>, MayFail {
  private final EntryTier<K, V> upper;
  private final EntryTier<K, V> lower;
  private final WriteQueue<K, Entry<V>> queue;
  private final Clearings clearings;
  private final InstantSource clock;
  private final long longestWaitMillis;

  /**
   * @param upper where changes are made
   * @param lower where they are brought
   * @param queue where they wait meanwhile
   * @param longestWait how long one may wait until it is given up
   */
  public BehindTier(
      EntryTier<K, V> upper,
      EntryTier<K, V> lower,
      WriteQueue<K, Entry<V>> queue,
      Clearings clearings,
      InstantSource clock,
      Duration longestWait) {
    this.upper = upper;
    this.lower = lower;
    this.queue = queue;
    this.clearings = clearings;
    this.clock = clock;
    this.longestWaitMillis = longestWait.toMillis();
  }

  @Override
  public Capabilities capabilities() {
    return upper.capabilities();
  }

  @Override
  public boolean mayBeBehind() {
    return upper.mayBeBehind();
  }

  @Override
  public @Nullable Entry<V> get(K key) {
    Entry<V> held = upper.get(key);
    return held != null ? held : fetch(key);
  }

  @Override
  public @Nullable Entry<V> getVerified(K key, Entry<V> copy) {
    Entry<V> held = upper.getVerified(key, copy);
    return held != null ? held : fetch(key);
  }

  private @Nullable Entry<V> fetch(K key) {
    Entry<V> found = find(key);
    if (found != null) {
      bringBack(key, found);
    }
    return found;
  }

  /** Only a copy that another one makes needless is lost with the failure. */
  private void bringBack(K key, Entry<V> found) {
    try {
      upper.write(key, found, Condition.ifAbsent());
    } catch (TierException e) {
      // the reader has what it wanted
    }
  }

  /** What the upper tier has lost. */
  private @Nullable Entry<V> find(K key) {
    Entry<V> pending = pending(key);
    return fetched(pending != null ? pending : lower.getLatest(key));
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

  @Override
  public @Nullable Entry<V> getLatest(K key) {
    Entry<V> held = upper.getLatest(key);
    return held != null ? held : find(key);
  }

  @Override
  public Map<K, Entry<V>> getAll(Collection<? extends K> keys) {
    Map<K, Entry<V>> found = new LinkedHashMap<>(upper.getAll(keys));
    List<K> lost = new ArrayList<>();
    for (K key : keys) {
      if (!found.containsKey(key)) {
        lost.add(key);
      }
    }
    findAll(lost)
        .forEach(
            (key, entry) -> {
              bringBack(key, entry);
              found.put(key, entry);
            });
    return found;
  }

  /** As {@link #find}, the lower tier in one go. */
  private Map<K, Entry<V>> findAll(List<K> keys) {
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
      lower.getAllLatest(notWaiting).forEach((key, entry) -> putFetched(found, key, entry));
    }
    return found;
  }

  private void putFetched(Map<K, Entry<V>> found, K key, Entry<V> entry) {
    Entry<V> fetched = fetched(entry);
    if (fetched != null) {
      found.put(key, fetched);
    }
  }

  @Override
  public WriteResult<Entry<V>> write(K key, Entry<V> next, Condition<Entry<V>> condition) {
    Entry<V> stored = lasting(next);
    Admitted<K, Entry<V>> admitted = queue.admit(key, stored);
    WriteResult<Entry<V>> result =
        switch (condition.kind()) {
          case ALWAYS -> upper.write(key, stored, condition);
          case IF_ABSENT -> add(key, stored);
          case IF_UNCHANGED -> replace(key, stored, condition.seen());
        };
    if (result.isCommitted()) {
      queue.add(admitted);
    }
    return result;
  }

  private WriteResult<Entry<V>> add(K key, Entry<V> entry) {
    Entry<V> inTheWay = getLatest(key);
    return inTheWay != null
        ? WriteResult.conflict(inTheWay)
        : upper.write(key, entry, Condition.ifAbsent());
  }

  /**
   * What was fetched is unchanged while the upper tier has nothing, and a tombstone though it was
   * given another deadline.
   */
  private WriteResult<Entry<V>> replace(K key, Entry<V> entry, Entry<V> seen) {
    Condition<Entry<V>> condition =
        seen instanceof Fetched ? Condition.ifAbsent() : Condition.ifUnchanged(seen);
    WriteResult<Entry<V>> result = upper.write(key, entry, condition);
    while (!result.isCommitted() && seen.isTombstone()) {
      Entry<V> held = upper.getLatest(key);
      if (held == null || !held.isTombstone() || held.version() != seen.version()) {
        return result;
      }
      result = upper.write(key, entry, Condition.ifUnchanged(held));
    }
    return result;
  }

  /** A tombstone outlasts the time that the removal waits. */
  private Entry<V> lasting(Entry<V> entry) {
    return entry.isTombstone() ? tombstone(entry.version()) : entry;
  }

  private Entry<V> tombstone(long version) {
    return new Entry<>(null, version, clock.millis() + longestWaitMillis);
  }

  @Override
  public void writeAll(Map<? extends K, ? extends Entry<V>> entries) {
    Map<K, Entry<V>> stored = new LinkedHashMap<>();
    List<Admitted<K, Entry<V>>> admitted = new ArrayList<>();
    entries.forEach(
        (key, entry) -> {
          Entry<V> lasting = lasting(entry);
          stored.put(key, lasting);
          admitted.add(queue.admit(key, lasting));
        });
    upper.writeAll(stored);
    admitted.forEach(queue::add);
  }

  @Override
  public boolean remove(K key, Condition<Entry<V>> condition) {
    if (condition.kind() == Condition.Kind.IF_UNCHANGED) {
      return removeIfUnchanged(key, condition);
    }
    Entry<V> seen = getLatest(key);
    while (seen != null && !seen.isTombstone()) {
      if (removeIfUnchanged(key, Condition.ifUnchanged(seen))) {
        return true;
      }
      seen = getLatest(key);
    }
    return false;
  }

  /** What is past its deadline is so in the lower tier, too. */
  private boolean removeIfUnchanged(K key, Condition<Entry<V>> condition) {
    Entry<V> seen = condition.seen();
    if (seen.isExpired(clock.millis())) {
      return upper.remove(key, condition);
    }
    return write(key, tombstone(seen.version() + 1), condition).isCommitted();
  }

  @Override
  public boolean publish(K key, Entry<V> copy, BooleanSupplier guard) {
    return upper.publish(key, copy, guard);
  }

  @Override
  public void clear() {
    clearings.begin();
    upper.clear();
    lower.clear();
  }

  /** Walks over the upper tier, and then over what only the lower one has. */
  @Override
  public Iterator<Map.Entry<K, Entry<V>>> scan() {
    return new BothWalk<>(upper, lower, this::lost);
  }

  /**
   * @param below what the lower tier has
   */
  private @Nullable Entry<V> lost(K key, Entry<V> below) {
    Entry<V> pending = pending(key);
    return fetched(pending != null ? pending : below);
  }

  /** Closes neither tier nor the queue. */
  @Override
  public void close() {}
}
