package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Entry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One walk down the tiers for a key, which may end with the replicas being filled. */
final class Descent<K, V> {
  private final Replicas<K, V> replicas;
  private final Authority<K, V> authority;
  private final K key;
  private final long stamp;
  private final List<@Nullable Entry<V>> seen;

  /** A copy met on the way that is served only if a lower tier has the same version. */
  private @Nullable Entry<V> unverified;

  Descent(Replicas<K, V> replicas, Authority<K, V> authority, K key) {
    this.replicas = replicas;
    this.authority = authority;
    this.key = key;
    this.stamp = replicas.stamp(key);
    this.seen = new ArrayList<>(replicas.above.size());
  }

  /**
   * Returns a live copy from the highest replica above the authority that has one, having filled
   * those above it.
   *
   * <p>A shared one is not asked for a key that the authority is out of date about: another process
   * may have filled it from there. Private ones were dropped when that began, and are not filled
   * since.
   */
  @Nullable Entry<V> find() {
    for (int i = 0; i < replicas.above.size(); i++) {
      Replica<K, V> replica = replicas.above.get(i);
      if (replica.isShared() && authority.owes(key)) {
        return null;
      }
      Entry<V> copy =
          replica.isShared() ? replica.find(key, unverified) : replicas.copies.find(replica, key);
      if (copy != null && isLive(copy) && !replica.isUnverified(copy)) {
        return i == 0 ? copy : fillAbove(copy, false);
      }
      if (copy != null && !replica.isShared() && !copy.isTombstone()) {
        unverified = copy;
      }
      seen.add(copy);
    }
    return null;
  }

  /** The copy that is worth comparing with what the authority has, or null. */
  @Nullable Entry<V> unverified() {
    return unverified;
  }

  /**
   * Ends the walk with what the authority has.
   *
   * @param found null when it has nothing, or could not be asked
   * @return what the replicas were given, or what was found where it is no live entry
   */
  @Nullable Entry<V> end(@Nullable Entry<V> found) {
    if (found == null) {
      return findBelow();
    }
    if (!isLive(found)) {
      return found;
    }
    Entry<V> entry = fillAbove(found, false);
    replicas.below.forEach(replica -> fillBelow(replica, entry));
    return entry;
  }

  /**
   * Looks below the authority. What is found goes to the private tiers above alone: the key may
   * just have been removed, and other processes are not to learn of it again.
   */
  private @Nullable Entry<V> findBelow() {
    for (Replica<K, V> replica : replicas.below) {
      Entry<V> copy = replicas.copies.find(replica, key);
      if (copy != null && isLive(copy) && !replica.isUnverified(copy)) {
        return fillAbove(copy, true);
      }
    }
    return null;
  }

  /** Back-fills the replicas that were passed on the way down, nearest to the source first. */
  private Entry<V> fillAbove(Entry<V> found, boolean onlyPrivate) {
    Entry<V> entry = replicas.entries.copyOf(found);
    if (unverified != null && unverified.value() == found.value()) {
      replicas.copies.verified();
    }
    for (int i = seen.size() - 1; i >= 0; i--) {
      Replica<K, V> replica = replicas.above.get(i);
      if (!onlyPrivate || !replica.isShared()) {
        fill(replica, seen.get(i), entry);
      }
    }
    return entry;
  }

  /** What is there already is not written again. */
  private void fillBelow(Replica<K, V> replica, Entry<V> entry) {
    if (replicas.copies.trust().isGiven()) {
      Entry<V> held = replica.find(key);
      if (held == null
          || replica.isUnverified(held)
          || held.version() != entry.version()
          || held.deadlineMillis() != entry.deadlineMillis()) {
        fill(replica, held, entry);
      }
    }
  }

  private void fill(Replica<K, V> replica, @Nullable Entry<V> before, Entry<V> entry) {
    if (Replica.isUnknown(before)) {
      return;
    }
    if (replica.isShared()) {
      replica.fill(() -> replicas.sharedWrites.fill(replica.tier, key, before, entry));
    } else {
      replicas.copies.publish(replica, key, before, entry, stamp);
    }
  }

  private boolean isLive(Entry<V> entry) {
    return TierStack.isLive(entry, replicas.clock);
  }
}
