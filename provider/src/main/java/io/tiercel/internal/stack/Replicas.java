package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
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
  private final List<Replica<K, V>> tiers;

  private final List<Replica<K, V>> fromBelow;
  private final boolean none;
  private final int privateCount;
  private final SharedWrites<K, V> sharedWrites;
  private final Stamps stamps;
  private final EntryFactory<V> entries;
  private final InstantSource clock;
  private final FeedCounts counts;
  private final Trust trust;

  /**
   * @param trusting makes what decides whether private copies may be served and published
   */
  Replicas(
      List<Replica<K, V>> tiers,
      SharedWrites<K, V> sharedWrites,
      Stamps stamps,
      EntryFactory<V> entries,
      InstantSource clock,
      FeedCounts counts,
      Function<Replicas<K, V>, Trust> trusting) {
    this.tiers = List.copyOf(tiers);
    this.fromBelow = new ArrayList<>(tiers);
    Collections.reverse(fromBelow);
    this.none = tiers.isEmpty();
    this.privateCount = (int) tiers.stream().filter(t -> !t.isShared()).count();
    this.sharedWrites = sharedWrites;
    this.stamps = stamps;
    this.entries = entries;
    this.clock = clock;
    this.counts = counts;
    tiers.forEach(replica -> replica.repairBy(repair(replica)));
    this.trust = trusting.apply(this);
  }

  boolean isEmpty() {
    return none;
  }

  boolean hasShared() {
    return privateCount < tiers.size();
  }

  boolean hasPrivate() {
    return privateCount > 0;
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
        Entry<V> copy = i < privateCount ? findPrivate(i) : tiers.get(i).find(key);
        if (copy != null && TierStack.isLive(copy, clock)) {
          return i == 0 ? copy : fill(copy);
        }
        seen.add(copy);
      }
      return null;
    }

    private @Nullable Entry<V> findPrivate(int i) {
      if (trust.isGiven()) {
        return tiers.get(i).find(key);
      }
      Entry<V> copy = trust.letsInDoubt() ? tiers.get(i).find(key) : null;
      if (copy != null) {
        counts.serveInDoubt();
      }
      return copy;
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
        Entry<V> before = seen.get(i);
        if (!Replica.isUnknown(before)) {
          fill(tiers.get(i), i < privateCount, before, entry);
        }
      }
      return entry;
    }

    private void fill(
        Replica<K, V> replica, boolean isPrivate, @Nullable Entry<V> before, Entry<V> entry) {
      replica.fill(
          isPrivate
              ? () -> publish(replica.tier, key, entry, stamp)
              : () -> sharedWrites.fill(replica.tier, key, before, entry));
    }
  }

  private boolean isCurrent(K key, long stamp) {
    return stamps.isStill(key, stamp) && trust.isGiven();
  }

  /**
   * Looks again afterwards: when all copies are dropped, one that is about to be stored may be
   * overlooked.
   */
  private void publish(EntryTier<K, V> tier, K key, Entry<V> entry, long stamp) {
    if (!tier.publish(key, entry, () -> isCurrent(key, stamp))) {
      counts.refusedFill();
    } else if (!isCurrent(key, stamp)) {
      counts.refusedFill();
      tier.remove(key, Condition.always());
    }
  }

  /** The copy that a caller would get now, or null. */
  @Nullable Entry<V> served(K key) {
    Entry<V> copy = privateCount > 0 && trust.isGiven() ? tiers.get(0).find(key) : null;
    return copy != null && TierStack.isLive(copy, clock) ? copy : null;
  }

  Trust trust() {
    return trust;
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
      for (Replica<K, V> replica : sharedOnes()) {
        bring(replica, key, next, version);
      }
    } finally {
      long stamp = stamps.bump(key);
      Entry<V> own = stamp == stampBefore + 1 ? next : null;
      for (Replica<K, V> replica : privateOnes()) {
        replica.change(key, () -> replacePrivate(replica.tier, key, own, stamp));
      }
    }
  }

  /** What a replica has no room for must not leave what was there before. */
  private void bring(Replica<K, V> replica, K key, @Nullable Entry<V> next, long version) {
    replica.change(
        key,
        () -> {
          try {
            sharedWrites.replaceOlder(replica.tier, key, next, version);
          } catch (IllegalArgumentException tooLarge) {
            sharedWrites.replaceOlder(replica.tier, key, null, version);
          }
        });
  }

  /** Nearest to the authority first. */
  private List<Replica<K, V>> sharedOnes() {
    return fromBelow.subList(0, fromBelow.size() - privateCount);
  }

  private List<Replica<K, V>> privateOnes() {
    return fromBelow.subList(fromBelow.size() - privateCount, fromBelow.size());
  }

  /**
   * The old copy goes first, whatever its version: another process whose clock is ahead may have
   * written it, and publication would take it for the newer one.
   */
  private void replacePrivate(EntryTier<K, V> tier, K key, @Nullable Entry<V> own, long stamp) {
    tier.remove(key, Condition.always());
    if (own != null
        && !(tier.publish(key, own, () -> isCurrent(key, stamp)) && isCurrent(key, stamp))) {
      tier.remove(key, Condition.always());
    }
  }

  /** Forgets every copy of a key about which nothing is known any more. */
  void drop(K key) {
    sharedOnes().forEach(replica -> replica.forget(key));
    dropPrivate(key);
  }

  /** Forgets the private copies of a key. */
  void dropPrivate(K key) {
    stamps.bump(key);
    privateOnes().forEach(replica -> replica.forget(key));
  }

  /** Forgets the private copies of a key: someone else changed it. */
  void dropChanged(K key) {
    stamps.bump(key);
    for (Replica<K, V> replica : privateOnes()) {
      replica.change(
          key,
          () -> {
            if (replica.tier.remove(key, Condition.always())) {
              counts.droppedCopy();
            }
          });
    }
  }

  /** What is being read now may not be kept. */
  void distrust() {
    stamps.bumpAll();
  }

  /** Forgets all private copies. */
  void dropAllPrivate() {
    stamps.bumpAll();
    privateOnes().forEach(replica -> replica.changeAll(replica.tier::clear));
  }

  /**
   * Forgets everything after the authority was emptied. Shared replicas get a tombstone for each
   * key that was there, so that a fill begun before cannot bring it back.
   */
  void clear(Set<K> cleared, long version) {
    for (Replica<K, V> replica : sharedOnes()) {
      replica.changeAll(() -> sharedWrites.removeAll(replica.tier, cleared, version));
    }
    dropAllPrivate();
  }

  /** Brings a replica that has missed changes what the authority has now. */
  private Missed.Repair<K> repair(Replica<K, V> replica) {
    return replica.isShared()
        ? sharedWrites.repair(replica.tier)
        : new Missed.Repair<>() {
          @Override
          public void repair(Collection<K> keys) {
            keys.forEach(stamps::bump);
            replica.tier.removeAll(keys);
          }

          @Override
          public void repairAll() {
            stamps.bumpAll();
            replica.tier.clear();
          }
        };
  }

  /** How many keys each was put right about, top first. */
  List<Long> repairs() {
    return tiers.stream().map(Replica::repairs).toList();
  }

  void close(Collection<? super RuntimeException> failures) {
    for (Replica<K, V> replica : tiers) {
      try {
        replica.close();
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
  }
}
