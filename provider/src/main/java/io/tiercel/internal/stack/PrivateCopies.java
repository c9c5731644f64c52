package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The copies that this process keeps for itself, served and published only while they are
 * {@linkplain Trust trusted}.
 *
 * <p>No stale fill. Whoever changes a key bumps its stamp after the change is committed below and
 * before each copy here is replaced, the lowest first; a reader takes the stamp before it asks
 * anything and publishes only while it is the same, judged within the atomic step of publication.
 * So what was read before the change, be it from a lower copy, is either refused, or published
 * early enough to be replaced.
 */
final class PrivateCopies<K, V> {
  private final List<Replica<K, V>> fromBelow;
  private final Stamps stamps;
  private final InstantSource clock;
  private final FeedCounts counts;
  private final Trust trust;

  /**
   * @param fromBelow the tiers, lowest first
   * @param trusting makes what decides whether copies may be served and published
   */
  PrivateCopies(
      List<Replica<K, V>> fromBelow,
      Stamps stamps,
      InstantSource clock,
      FeedCounts counts,
      Function<PrivateCopies<K, V>, Trust> trusting) {
    this.fromBelow = List.copyOf(fromBelow);
    this.stamps = stamps;
    this.clock = clock;
    this.counts = counts;
    fromBelow.forEach(replica -> replica.repairBy(repair(replica)));
    this.trust = trusting.apply(this);
  }

  boolean areNone() {
    return fromBelow.isEmpty();
  }

  Trust trust() {
    return trust;
  }

  long stamp(K key) {
    return stamps.of(key);
  }

  /** What a tier holds of a key, if that may be served, or is {@link Replica#isUnverified}. */
  @Nullable Entry<V> find(Replica<K, V> replica, K key) {
    if (trust.isGiven()) {
      return replica.find(key);
    }
    Entry<V> copy = trust.letsInDoubt() ? replica.find(key) : null;
    if (copy != null && TierStack.isLive(copy, clock) && !replica.isUnverified(copy)) {
      counts.serveInDoubt();
    }
    return copy;
  }

  /**
   * Keeps a copy of what was read. What was found in its place and not served goes, though it seem
   * newer: whoever wrote it may have had a clock that was ahead.
   *
   * @param before what was found in its place
   * @param stamp taken before anything was asked
   */
  void publish(
      Replica<K, V> replica, K key, @Nullable Entry<V> before, Entry<V> entry, long stamp) {
    replica.fill(
        () -> {
          if (before != null && before.version() > entry.version()) {
            replica.tier.remove(key, Condition.ifUnchanged(before));
          }
          publish(replica.tier, key, entry, stamp);
        });
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

  private boolean isCurrent(K key, long stamp) {
    return stamps.isStill(key, stamp) && trust.isGiven();
  }

  /**
   * Brings a change of this process that is committed.
   *
   * @param next null when the key was removed
   * @param stampBefore taken before the commit: who else moved it since may have changed the key
   */
  void replace(K key, @Nullable Entry<V> next, long stampBefore) {
    Own<V> own = new Own<>(next, stampBefore);
    eachBumped(
        key,
        (replica, stamp) -> {
          Entry<V> copy = own.after(stamp);
          replica.change(key, () -> replace(replica.tier, key, copy, stamp));
        });
  }

  /**
   * The old copy goes first, whatever its version: another process whose clock is ahead may have
   * written it, and publication would take it for the newer one.
   */
  private void replace(EntryTier<K, V> tier, K key, @Nullable Entry<V> own, long stamp) {
    tier.remove(key, Condition.always());
    if (own != null
        && !(tier.publish(key, own, () -> isCurrent(key, stamp)) && isCurrent(key, stamp))) {
      tier.remove(key, Condition.always());
    }
  }

  /** Forgets the copies of a key about which nothing is known any more. */
  void drop(K key) {
    eachBumped(key, (replica, stamp) -> replica.forget(key));
  }

  /** Forgets the copies of a key: someone else changed it. */
  void dropChanged(K key) {
    eachBumped(
        key,
        (replica, stamp) ->
            replica.change(
                key,
                () -> {
                  if (replica.tier.remove(key, Condition.always())) {
                    counts.droppedCopy();
                  }
                }));
  }

  /** A copy from before a doubt was found to be current. */
  void verified() {
    counts.verifiedCopy();
  }

  /** What is being read now may not be kept. */
  void distrust() {
    stamps.bumpAll();
  }

  /** Forgets all copies. */
  void dropAll() {
    changeAll(EntryTier::clear);
  }

  /** Serves no copy any more before it was compared with what is below, or forgets it. */
  void unverifyAll() {
    changeAll(EntryTier::unverifyAll);
  }

  private void changeAll(Consumer<EntryTier<K, V>> change) {
    Each.of(
        fromBelow,
        replica -> {
          stamps.bumpAll();
          replica.changeAll(() -> change.accept(replica.tier));
        });
  }

  /** A tier that fails keeps no other from being told. */
  private void eachBumped(K key, Change<K, V> change) {
    Each.of(fromBelow, replica -> change.bring(replica, stamps.bump(key)));
  }

  private Missed.Repair<K> repair(Replica<K, V> replica) {
    return new Missed.Repair<>() {
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

  private interface Change<K, V> {
    void bring(Replica<K, V> replica, long stamp);
  }

  /** What this process has committed, which may be kept while nobody else moves the stamp. */
  private static final class Own<V> {
    private final @Nullable Entry<V> entry;
    private long stamp;
    private boolean isLatest = true;

    Own(@Nullable Entry<V> entry, long stampBefore) {
      this.entry = entry;
      this.stamp = stampBefore;
    }

    @Nullable Entry<V> after(long bumped) {
      isLatest &= bumped == stamp + 1;
      stamp = bumped;
      return isLatest ? entry : null;
    }
  }
}
