package io.tiercel.internal.writebehind;

import static java.util.Objects.requireNonNull;

import io.tiercel.internal.stack.AboveAnother;
import io.tiercel.internal.stack.Each;
import io.tiercel.internal.stack.Missed;
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
public final class BehindTier<K, V> implements AboveAnother<K, V> {
  private final EntryTier<K, V> upper;
  private final EntryTier<K, V> lower;
  private final WriteQueue<K, Entry<V>> queue;
  private final Clearings clearings;
  private final Missed<K> missed;
  private final LostEntries<K, V> lost;
  private final InstantSource clock;
  private final long longestWaitMillis;
  private final Turns turns = new Turns();

  /**
   * @param upper where changes are made
   * @param lower where they are brought
   * @param queue where they wait meanwhile
   * @param missed clearings that the lower tier has missed
   * @param longestWait how long one may wait until it is given up
   */
  public BehindTier(
      EntryTier<K, V> upper,
      EntryTier<K, V> lower,
      WriteQueue<K, Entry<V>> queue,
      Clearings clearings,
      Missed<K> missed,
      InstantSource clock,
      Duration longestWait) {
    this.upper = upper;
    this.lower = lower;
    this.queue = queue;
    this.clearings = clearings;
    this.missed = missed;
    this.lost = new LostEntries<>(upper, lower, queue, clearings, clock);
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
    return held != null ? held : lost.fetch(key);
  }

  @Override
  public @Nullable Entry<V> getVerified(K key, Entry<V> copy) {
    Entry<V> held = upper.getVerified(key, copy);
    return held != null ? held : lost.fetch(key);
  }

  @Override
  public @Nullable Entry<V> getLatest(K key) {
    Entry<V> held = upper.getLatest(key);
    return held != null ? held : lost.find(key);
  }

  @Override
  public Map<K, Entry<V>> getAll(Collection<? extends K> keys) {
    Map<K, Entry<V>> found = new LinkedHashMap<>(upper.getAll(keys));
    List<K> notFound = new ArrayList<>();
    for (K key : keys) {
      if (!found.containsKey(key)) {
        notFound.add(key);
      }
    }
    found.putAll(lost.fetchAll(notFound));
    return found;
  }

  @Override
  public WriteResult<Entry<V>> write(K key, Entry<V> next, Condition<Entry<V>> condition) {
    Admitted<K, Entry<V>> change = queue.admit(key, lasting(next));
    return switch (condition.kind()) {
      case ALWAYS -> commit(change, condition);
      case IF_ABSENT -> add(change);
      case IF_UNCHANGED -> replace(change, condition.seen());
    };
  }

  @Override
  public WriteResult<Entry<V>> addAbove(K key, Entry<V> next) {
    return commit(queue.admit(key, lasting(next)), Condition.ifAbsent());
  }

  /** One after the other for a key: what is committed last is what waits. */
  private WriteResult<Entry<V>> commit(
      Admitted<K, Entry<V>> admitted, Condition<Entry<V>> condition) {
    Change<K, Entry<V>> change = admitted.change();
    Turns.Turn turn = turns.take(change.key());
    try {
      WriteResult<Entry<V>> result =
          upper.write(change.key(), requireNonNull(change.value()), condition);
      if (result.isCommitted()) {
        queue.add(admitted);
      }
      return result;
    } finally {
      turn.end();
    }
  }

  private WriteResult<Entry<V>> add(Admitted<K, Entry<V>> change) {
    Entry<V> inTheWay = getLatest(change.change().key());
    return inTheWay != null ? WriteResult.conflict(inTheWay) : commit(change, Condition.ifAbsent());
  }

  /**
   * What was fetched is unchanged while the upper tier has nothing, and a tombstone though it was
   * given another deadline.
   */
  private WriteResult<Entry<V>> replace(Admitted<K, Entry<V>> change, Entry<V> seen) {
    Condition<Entry<V>> condition =
        seen instanceof Fetched ? Condition.ifAbsent() : Condition.ifUnchanged(seen);
    WriteResult<Entry<V>> result = commit(change, condition);
    while (!result.isCommitted() && seen.isTombstone()) {
      Entry<V> held = upper.getLatest(change.change().key());
      if (held == null || !held.isTombstone() || held.version() != seen.version()) {
        return result;
      }
      result = commit(change, Condition.ifUnchanged(held));
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
    Turns.Turn turn = turns.takeAll(stored.keySet());
    try {
      upper.writeAll(stored);
      Each.of(admitted, queue::add);
    } finally {
      turn.end();
    }
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
    clearAbove(clock.millis() << 16 | 0xFFFF);
    lower.clear();
  }

  @Override
  public void clearSoon(long version) {
    clearAbove(version);
    try {
      lower.clear();
    } catch (TierException e) {
      clearings.owe(version);
      missed.addAll();
    }
  }

  @Override
  public boolean hasRoom(Object key) {
    return queue.hasRoom(key);
  }

  private void clearAbove(long version) {
    clearings.begin(version);
    upper.clear();
  }

  /** Walks over the upper tier, and then over what only the lower one has. */
  @Override
  public Iterator<Map.Entry<K, Entry<V>>> scan() {
    return new BothWalk<>(upper, lower, lost::of);
  }

  /** Closes neither tier nor the queue. */
  @Override
  public void close() {}
}
