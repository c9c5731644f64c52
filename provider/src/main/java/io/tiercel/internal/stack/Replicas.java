package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.WriteResult;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The tiers above the authority: droppable at any moment, never newer than it.
 *
 * <p>No stale fill. A private replica is guarded by {@link Stamps}: whoever changes a key bumps its
 * stamp after the change is committed below and before its copy here is replaced; a reader takes
 * the stamp before it asks any lower tier and publishes only while it is the same, judged within
 * the atomic step of publication. So a copy read before the change is either refused, or published
 * early enough to be replaced. In a shared replica, which other processes fill too, a removed key
 * leaves a tombstone with its version, and a fill is conditional on what was seen there before the
 * lower tier was asked.
 */
final class Replicas<K, V> {
  /** Private replicas first: what is private lies above what is shared. */
  private final List<EntryTier<K, V>> tiers;

  private final boolean none;
  private final int privateCount;
  private final Authority<K, V> authority;
  private final Stamps stamps;
  private final Tombstones tombstones;
  private final EntryFactory<V> entries;
  private final InstantSource clock;
  private final BooleanSupplier trusted;

  /**
   * @param trusted whether private copies may be served and published
   */
  Replicas(
      List<EntryTier<K, V>> tiers,
      Authority<K, V> authority,
      Stamps stamps,
      Tombstones tombstones,
      EntryFactory<V> entries,
      InstantSource clock,
      BooleanSupplier trusted) {
    this.tiers = List.copyOf(tiers);
    this.none = tiers.isEmpty();
    this.privateCount = (int) tiers.stream().filter(t -> !t.capabilities().shared()).count();
    this.authority = authority;
    this.stamps = stamps;
    this.tombstones = tombstones;
    this.entries = entries;
    this.clock = clock;
    this.trusted = trusted;
  }

  boolean isEmpty() {
    return none;
  }

  boolean hasShared() {
    return privateCount < tiers.size();
  }

  /** One walk down the replicas for a key, which may end with their being filled. */
  Descent descend(K key) {
    return new Descent(key);
  }

  final class Descent {
    private final K key;
    private final long stamp;
    private final List<@Nullable Entry<V>> seen = new ArrayList<>(tiers.size());

    private Descent(K key) {
      this.key = key;
      this.stamp = stamps.of(key);
    }

    /** Returns a live copy from the highest replica that has one, having filled those above it. */
    @Nullable Entry<V> find() {
      for (int i = 0; i < tiers.size(); i++) {
        Entry<V> copy = i < privateCount && !trusted.getAsBoolean() ? null : tiers.get(i).get(key);
        if (copy != null && TierStack.isLive(copy, clock)) {
          return i == 0 ? copy : fill(copy);
        }
        seen.add(copy);
      }
      return null;
    }

    /**
     * Back-fills every replica that was passed on the way down, nearest to the source first.
     *
     * @param found what a lower tier has
     * @return what the replicas were given
     */
    Entry<V> fill(Entry<V> found) {
      Entry<V> entry = entries.copyOf(found);
      for (int i = seen.size() - 1; i >= 0; i--) {
        if (i < privateCount) {
          tiers.get(i).publish(key, entry, () -> isCurrent(key, stamp));
        } else {
          fillShared(tiers.get(i), seen.get(i), entry);
        }
      }
      return entry;
    }

    private void fillShared(EntryTier<K, V> tier, @Nullable Entry<V> before, Entry<V> entry) {
      if (before == null) {
        tier.write(key, entry, Condition.ifAbsent());
      } else if (before.version() < entry.version()) {
        tier.write(key, entry, Condition.ifUnchanged(before));
      }
    }
  }

  private boolean isCurrent(K key, long stamp) {
    return stamps.isStill(key, stamp) && trusted.getAsBoolean();
  }

  /** The stamp of a key, to be taken before a change of it is committed. */
  long stamp(K key) {
    return stamps.of(key);
  }

  /**
   * Brings a change that the authority has committed to every replica.
   *
   * @param next null when the key was removed
   * @param stampBefore taken before the commit
   */
  void propagate(K key, @Nullable Entry<V> next, long version, long stampBefore) {
    if (none) {
      return;
    }
    try {
      for (int i = tiers.size() - 1; i >= privateCount; i--) {
        replaceOlder(tiers.get(i), key, next == null ? tombstones.at(version) : next);
      }
    } finally {
      long stamp = stamps.bump(key);
      Entry<V> own = stamp == stampBefore + 1 ? next : null;
      for (int i = privateCount - 1; i >= 0; i--) {
        replacePrivate(tiers.get(i), key, own, stamp);
      }
    }
  }

  /**
   * The old copy goes first, whatever its version: another process whose clock is ahead may have
   * written it, and publication would take it for the newer one.
   */
  private void replacePrivate(EntryTier<K, V> tier, K key, @Nullable Entry<V> own, long stamp) {
    tier.remove(key, Condition.always());
    if (own != null && !tier.publish(key, own, () -> isCurrent(key, stamp))) {
      tier.remove(key, Condition.always());
    }
  }

  /** Forgets every copy of a key about which nothing is known any more. */
  void drop(K key) {
    for (int i = tiers.size() - 1; i >= privateCount; i--) {
      tiers.get(i).remove(key, Condition.always());
    }
    dropPrivate(key);
  }

  /** Forgets the private copies of a key: someone else changed it. */
  void dropPrivate(K key) {
    stamps.bump(key);
    for (EntryTier<K, V> tier : tiers.subList(0, privateCount)) {
      tier.remove(key, Condition.always());
    }
  }

  /** Forgets all private copies. */
  void dropAllPrivate() {
    stamps.bumpAll();
    tiers.subList(0, privateCount).forEach(EntryTier::clear);
  }

  /**
   * Forgets everything after the authority was emptied. Shared replicas get a tombstone for each
   * key that was there, so that a fill begun before cannot bring it back.
   */
  void clear(Set<K> cleared, long version) {
    for (int i = tiers.size() - 1; i >= privateCount; i--) {
      EntryTier<K, V> tier = tiers.get(i);
      cleared.forEach(key -> replaceOlder(tier, key, tombstones.at(version)));
      for (Iterator<Map.Entry<K, Entry<V>>> left = tier.scan(); left.hasNext(); ) {
        Map.Entry<K, Entry<V>> entry = left.next();
        if (!entry.getValue().isTombstone()) {
          replaceOlder(tier, entry.getKey(), tombstones.at(version));
        }
      }
    }
    dropAllPrivate();
  }

  /** A newer copy stays, unless the authority, which has lost it meanwhile, says otherwise. */
  private void replaceOlder(EntryTier<K, V> tier, K key, Entry<V> next) {
    Entry<V> held = tier.get(key);
    while (held == null || held.version() < next.version() || isTruth(key, next)) {
      WriteResult<Entry<V>> result =
          tier.write(key, next, held == null ? Condition.ifAbsent() : Condition.ifUnchanged(held));
      if (result.isCommitted()) {
        return;
      }
      held = result.current() != null ? result.current() : tier.get(key);
    }
  }

  private boolean isTruth(K key, Entry<V> next) {
    Entry<V> truth = authority.read(key);
    if (truth == null || truth.isTombstone()) {
      return next.isTombstone();
    }
    return truth.version() == next.version();
  }

  void close(Collection<? super RuntimeException> failures) {
    for (EntryTier<K, V> tier : tiers) {
      try {
        tier.close();
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
  }
}
