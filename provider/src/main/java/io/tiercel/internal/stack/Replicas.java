package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tiers beside the authority: droppable at any moment, never newer than it.
 *
 * <p>Above it, private ones and below those shared ones; below it private ones, which stand in for
 * what it has lost or cannot tell. {@link PrivateCopies} says how the private ones stay true. In a
 * shared one, which other processes fill too, a removed key leaves a tombstone with its version,
 * and a fill is conditional on what was seen there before the lower tier was asked.
 */
final class Replicas<K, V> {
  final List<Replica<K, V>> above;
  final List<Replica<K, V>> below;
  final PrivateCopies<K, V> copies;
  final SharedWrites<K, V> sharedWrites;
  final EntryFactory<V> entries;
  final InstantSource clock;
  private final boolean none;

  /** Nearest to the authority first. */
  private final List<Replica<K, V>> shared;

  /**
   * @param above top first, those of this process before shared ones
   * @param below top first, all of this process
   * @param shared those of the upper ones that are shared, nearest to the authority first
   */
  Replicas(
      List<Replica<K, V>> above,
      List<Replica<K, V>> below,
      List<Replica<K, V>> shared,
      PrivateCopies<K, V> copies,
      SharedWrites<K, V> sharedWrites,
      EntryFactory<V> entries,
      InstantSource clock) {
    this.above = List.copyOf(above);
    this.below = List.copyOf(below);
    this.shared = List.copyOf(shared);
    this.copies = copies;
    this.sharedWrites = sharedWrites;
    this.entries = entries;
    this.clock = clock;
    this.none = above.isEmpty() && below.isEmpty();
    shared.forEach(replica -> replica.repairBy(sharedWrites.repair(replica.tier)));
  }

  boolean isEmpty() {
    return none;
  }

  boolean hasShared() {
    return !shared.isEmpty();
  }

  PrivateCopies<K, V> copies() {
    return copies;
  }

  /** One walk down for a key, which may end with the replicas being filled. */
  Descent<K, V> descend(K key, Authority<K, V> authority) {
    return new Descent<>(this, authority, key);
  }

  /** The copy that a caller would get now without asking any shared tier, or null. */
  @Nullable Entry<V> served(K key) {
    Replica<K, V> top = above.isEmpty() ? null : above.get(0);
    if (top == null || top.isShared() || !copies.trust().isGiven()) {
      return null;
    }
    Entry<V> copy = top.find(key);
    boolean isServed = copy != null && TierStack.isLive(copy, clock) && !top.isUnverified(copy);
    return isServed ? copy : null;
  }

  /** The stamp of a key, to be taken before a change of it is committed. */
  long stamp(K key) {
    return copies.stamp(key);
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
      for (Replica<K, V> replica : shared) {
        bring(replica, key, next, version);
      }
    } finally {
      copies.replace(key, next, stampBefore);
    }
  }

  /** What a replica cannot hold must not leave what was there before. */
  private void bring(Replica<K, V> replica, K key, @Nullable Entry<V> next, long version) {
    replica.change(
        key,
        () -> {
          try {
            sharedWrites.replaceOlder(replica.tier, key, next, version);
          } catch (IllegalArgumentException | TierException e) {
            if (!isUnfit(e)) {
              throw e;
            }
            sharedWrites.replaceOlder(replica.tier, key, null, version);
          }
        });
  }

  /** Whether it is the value that a tier cannot hold. */
  static boolean isUnfit(RuntimeException e) {
    return e instanceof IllegalArgumentException
        || (e instanceof TierException failure && failure.kind() == Kind.UNFIT);
  }

  /** Forgets every copy of a key about which nothing is known any more. */
  void drop(K key) {
    try {
      shared.forEach(replica -> replica.forget(key));
    } finally {
      copies.drop(key);
    }
  }

  /**
   * Forgets everything after the authority was emptied. Shared replicas get a tombstone for each
   * key that was there, so that a fill begun before cannot bring it back.
   */
  void clear(Set<K> cleared, long version) {
    try {
      for (Replica<K, V> replica : shared) {
        replica.changeAll(() -> sharedWrites.removeAll(replica.tier, cleared, version));
      }
    } finally {
      copies.dropAll();
    }
  }

  void endRepairs() {
    Stream.concat(above.stream(), below.stream()).forEach(Replica::endRepairs);
  }
}
