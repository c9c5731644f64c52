package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.ChangeListener;
import io.tiercel.tiers.spi.Entry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Many tiers that behave as one map: read top-down, commit at the authority, bring to the replicas
 * bottom-up, back-fill on the way back.
 *
 * <p>What it returns is raw: an entry may be a tombstone, or past its deadline; {@link #isLive}
 * tells. Thread-safe.
 */
public final class TierStack<K, V> {
  private final Authority<K, V> authority;
  private final Replicas<K, V> replicas;
  private final Commits<K, V> commits;
  private final Drops<K, V> drops;
  private final InstantSource clock;
  private final Supplier<ChangeListener<K>> changes;
  private final FeedCounts counts;
  private final UnaryOperator<RuntimeException> report;
  private volatile boolean enabled = true;

  /**
   * @param changes makes what the feed of a shared tier is connected to
   * @param report turns a failure into what callers are to see
   */
  TierStack(
      Authority<K, V> authority,
      Replicas<K, V> replicas,
      Commits<K, V> commits,
      Drops<K, V> drops,
      InstantSource clock,
      Supplier<ChangeListener<K>> changes,
      FeedCounts counts,
      UnaryOperator<RuntimeException> report) {
    this.authority = authority;
    this.replicas = replicas;
    this.commits = commits;
    this.drops = drops;
    this.clock = clock;
    this.changes = changes;
    this.counts = counts;
    this.report = report;
  }

  static boolean isLive(@Nullable Entry<?> entry, InstantSource clock) {
    return entry != null
        && !entry.isTombstone()
        && (entry.deadlineMillis() == Entry.NEVER || !entry.isExpired(clock.millis()));
  }

  /** Whether the cache is on. */
  public boolean isEnabled() {
    return enabled;
  }

  /** Switches the cache on or off, as {@link io.tiercel.CacheSwitch} has it. */
  public void setEnabled(boolean enabled) {
    this.enabled = enabled;
  }

  /** Whether there is a value whose life lasts. */
  public boolean isLive(@Nullable Entry<V> entry) {
    return isLive(entry, clock);
  }

  /** Reads a key: the highest copy there is, or what the authority says. */
  public @Nullable Entry<V> get(K key) {
    if (!enabled) {
      return null;
    }
    try {
      return replicas.isEmpty() ? authority.find(key) : descend(key);
    } catch (RuntimeException e) {
      throw report.apply(e);
    }
  }

  private @Nullable Entry<V> descend(K key) {
    Descent<K, V> descent = replicas.descend(key, authority);
    Entry<V> copy = descent.find();
    return copy != null ? copy : descent.end(authority.find(key, descent.unverified()));
  }

  /** As {@link #get}, but what no copy has the authority is asked for by its latest. */
  public @Nullable Entry<V> getLatest(K key) {
    return enabled ? reporting(() -> descendToLatest(key)) : null;
  }

  private @Nullable Entry<V> descendToLatest(K key) {
    Descent<K, V> descent = replicas.descend(key, authority);
    Entry<V> copy = descent.find();
    return copy != null ? copy : descent.end(authority.findLatest(key));
  }

  /** Reads many keys, the authority in one go; keys of which nothing is known are left out. */
  public Map<K, Entry<V>> getAll(Collection<? extends K> keys) {
    if (!enabled) {
      return Map.of();
    }
    return reporting(() -> replicas.isEmpty() ? authority.findAll(keys) : descendForAll(keys));
  }

  private Map<K, Entry<V>> descendForAll(Collection<? extends K> keys) {
    Map<K, Entry<V>> found = new LinkedHashMap<>();
    Map<K, Descent<K, V>> missing = new LinkedHashMap<>();
    for (K key : keys) {
      Descent<K, V> descent = replicas.descend(key, authority);
      Entry<V> copy = descent.find();
      if (copy != null) {
        found.put(key, copy);
      } else {
        missing.put(key, descent);
      }
    }
    Map<K, Entry<V>> truth = authority.findAll(missing.keySet());
    missing.forEach(
        (key, descent) -> {
          Entry<V> entry = descent.end(truth.get(key));
          if (entry != null) {
            found.put(key, entry);
          }
        });
    return found;
  }

  /** Reads many keys at the authority, whatever copies there are. */
  public Map<K, Entry<V>> truthAbout(Collection<? extends K> keys) {
    return enabled ? reporting(() -> authority.findLatest(keys)) : Map.of();
  }

  /**
   * Reads a key at the authority, whatever copies there are, or throws where that cannot be asked.
   */
  public @Nullable Entry<V> read(K key) {
    return reporting(() -> authority.read(key));
  }

  /** Stores a value whatever is there. */
  public void put(K key, V value, long deadlineMillis) {
    if (!enabled) {
      update(key, new Overwrite<>(value, deadlineMillis));
      return;
    }
    try {
      commits.put(key, value, deadlineMillis);
    } catch (RuntimeException e) {
      throw report.apply(e);
    }
  }

  /** Stores many values whatever is there. */
  public void putAll(Map<K, V> values, long deadlineMillis) {
    if (!enabled) {
      Each.of(values.entrySet(), e -> put(e.getKey(), e.getValue(), deadlineMillis));
      return;
    }
    reporting(() -> commits.putAll(values, deadlineMillis));
  }

  /**
   * Carries out an operation that depends on what is there, atomically in all processes. Callers of
   * this process wait for each other only after their first attempts have collided.
   */
  public <R> R update(K key, Transition<V, R> transition) {
    return reporting(() -> commits.update(key, asSwitched(transition)));
  }

  /** As {@link #update}, with the key locked against other callers of this process throughout. */
  public <R> R updateExclusively(K key, Transition<V, R> transition) {
    return reporting(() -> commits.updateExclusively(key, asSwitched(transition)));
  }

  private <R> Transition<V, R> asSwitched(Transition<V, R> transition) {
    return enabled ? transition : new SwitchedOff<>(transition);
  }

  /** Gives an entry another deadline, unless it has changed since it was read. */
  public void touch(K key, Entry<V> read, long deadlineMillis) {
    reporting(() -> commits.touch(key, read, deadlineMillis));
  }

  /** Ends the life of an entry now, unless it has changed since it was read. */
  public void expire(K key, Entry<V> read) {
    reporting(() -> commits.expire(key, read));
  }

  /** Drops an entry found past its deadline, and tells of it once. */
  public void reap(K key, Entry<V> expired) {
    reporting(() -> commits.reap(key, expired));
  }

  /** Locks keys against the other callers of this process. */
  public Hold lock(Collection<? extends K> keys) {
    return reporting(() -> commits.lock(keys));
  }

  /** Empties every tier of this cache's entries; one that is down is emptied when it is back. */
  public void clear() {
    reporting(drops::clear);
  }

  /**
   * Drops what {@link #scan} does not show: the copies that this process keeps of others' entries;
   * everything when the cache is off.
   */
  public void dropUnseen() {
    reporting(enabled ? () -> replicas.copies().dropAll() : drops::clear);
  }

  /** Empties every tier of this cache's entries now, or throws. */
  public void erase() {
    reporting(drops::erase);
  }

  /** Walks over the authority's entries; a key may be met twice. */
  public Iterator<Map.Entry<K, Entry<V>>> scan() {
    if (!enabled) {
      return Collections.emptyIterator();
    }
    Iterator<Map.Entry<K, Entry<V>>> entries = reporting(() -> authority.scan());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return reporting(entries::hasNext);
      }

      @Override
      public Map.Entry<K, Entry<V>> next() {
        return entries.next();
      }
    };
  }

  private <R> R reporting(Supplier<R> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      throw report.apply(e);
    }
  }

  private void reporting(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      throw report.apply(e);
    }
  }

  /** What the feed of a shared tier is to be connected to: a new one for each feed. */
  public ChangeListener<K> changes() {
    return changes.get();
  }

  /** What became of private copies. */
  public FeedCounts counts() {
    return counts;
  }

  /** How each tier fares with changes that it has missed, top first. */
  public List<Repairs> repairs() {
    List<Repairs> all = new ArrayList<>();
    replicas.above.forEach(replica -> all.add(replica.repairs()));
    all.add(authority.repairs());
    replicas.below.forEach(replica -> all.add(replica.repairs()));
    return all;
  }

  /** Whether this process keeps copies that others' changes make stale. */
  public boolean keepsCopies() {
    return !replicas.copies().areNone();
  }

  /** Whether there are private copies that are served as all changes by others are heard. */
  public boolean isTrusted() {
    return keepsCopies() && replicas.copies().trust().isGiven();
  }

  /** Has what tiers have missed repaired once more, if they answer; nobody tries again then. */
  public void endRepairs() {
    replicas.endRepairs();
    authority.endRepairs();
  }
}
