package io.tiercel.internal.stack;

import static java.util.Objects.requireNonNull;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.spi.WriteResult;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The tier that holds the truth of a cache: every atomic decision is taken here.
 *
 * <p>Where loads may be under way in other processes a removed key leaves a tombstone, so that a
 * load begun before the removal finds that something happened.
 *
 * <p>When the tier cannot be asked, those who only want to know go without, and blind changes are
 * remembered until what is here of their keys has been dropped.
 */
final class Authority<K, V> {
  private final EntryTier<K, V> tier;

  /** The same tier, where it has changes brought to another one; or null. */
  private final @Nullable AboveAnother<K, V> above;

  private final boolean leavesTombstones;
  private final Tombstones tombstones;
  private final @Nullable Missed<K> missed;

  /**
   * @param missed null where every failure is thrown
   */
  Authority(
      EntryTier<K, V> tier,
      boolean leavesTombstones,
      Tombstones tombstones,
      @Nullable Missed<K> missed) {
    this.tier = tier;
    this.above = tier instanceof AboveAnother<K, V> aboveAnother ? aboveAnother : null;
    this.leavesTombstones = leavesTombstones;
    this.tombstones = tombstones;
    this.missed = missed;
  }

  boolean doesIo() {
    return tier instanceof MayFail;
  }

  /** Reads for those who go without when the tier cannot be asked. */
  @Nullable Entry<V> find(K key) {
    return find(key, null);
  }

  /**
   * As {@link #find}.
   *
   * @param unverified a copy of a higher tier, which is returned where it is found to be current
   */
  @Nullable Entry<V> find(K key, @Nullable Entry<V> unverified) {
    if (missed == null) {
      return ask(key, unverified);
    }
    try {
      return missed.concerns(key) ? null : ask(key, unverified);
    } catch (TierException e) {
      return null;
    }
  }

  private @Nullable Entry<V> ask(K key, @Nullable Entry<V> unverified) {
    return unverified == null ? tier.get(key) : tier.getVerified(key, unverified);
  }

  /** As {@link #find}, many keys in one go. */
  Map<K, Entry<V>> findAll(Collection<? extends K> keys) {
    return findAll(keys, tier::getAll);
  }

  private Map<K, Entry<V>> findAll(
      Collection<? extends K> keys, Function<Collection<? extends K>, Map<K, Entry<V>>> read) {
    if (missed == null) {
      return read.apply(keys);
    }
    try {
      return read.apply(told(missed, keys));
    } catch (TierException e) {
      return Map.of();
    }
  }

  /** As {@link #find}, but never behind and overlooking nothing. */
  @Nullable Entry<V> findLatest(K key) {
    try {
      return read(key);
    } catch (TierException e) {
      if (missed == null) {
        throw e;
      }
      return null;
    }
  }

  /** As {@link #findAll}, but never behind and overlooking nothing. */
  Map<K, Entry<V>> findLatest(Collection<? extends K> keys) {
    return findAll(keys, tier::getAllLatest);
  }

  private static <K> Collection<? extends K> told(Missed<K> missed, Collection<? extends K> keys) {
    return missed.isAnything() ? keys.stream().filter(key -> !missed.concerns(key)).toList() : keys;
  }

  /** Reads for those who decide by what they find. */
  @Nullable Entry<V> read(K key) {
    requireTold(key);
    return tier.getLatest(key);
  }

  /** Whether a change tells of what was there without its being read first. */
  boolean tellsWhatWasThere() {
    return tier.tellsWhatWasThere();
  }

  boolean leavesTombstones() {
    return leavesTombstones;
  }

  /** Whether what is here of the key is out of date. */
  boolean owes(K key) {
    return missed != null && missed.concerns(key);
  }

  /** Refuses when what is here of the key is out of date. */
  void requireTold(K key) {
    if (missed != null) {
      missed.requireTold(key);
    }
  }

  @Nullable Entry<V> exchange(K key, Entry<V> next) {
    requireTold(key);
    return tier.exchange(key, next);
  }

  @Nullable Entry<V> take(K key) {
    requireTold(key);
    return tier.take(key);
  }

  void overwrite(K key, Entry<V> next) {
    tier.write(key, next, Condition.always());
  }

  void overwriteAll(Map<K, Entry<V>> batch) {
    tier.writeAll(batch);
  }

  WriteResult<Entry<V>> store(K key, @Nullable Entry<V> seen, Entry<V> next) {
    return tier.write(key, next, seen == null ? Condition.ifAbsent() : Condition.ifUnchanged(seen));
  }

  WriteResult<Entry<V>> remove(K key, Entry<V> seen, long version) {
    if (leavesTombstones) {
      return store(key, seen, tombstones.at(version));
    }
    return reap(key, seen) ? WriteResult.committed() : WriteResult.conflict();
  }

  /**
   * Removes a key that was found absent, where that leaves a trace: loads that began before must
   * not be published.
   *
   * @return a conflict when something is there now
   */
  WriteResult<Entry<V>> removeAbsent(K key, long version) {
    return leavesTombstones ? store(key, null, tombstones.at(version)) : WriteResult.committed();
  }

  /** Whether others, who may have copies of what was lost here, hear of its removal by a taking. */
  boolean tellsOfTaking() {
    return !leavesTombstones && tier.capabilities().announcesChanges();
  }

  /** Removes an entry without a trace, unless it has changed; says whether it was there. */
  boolean reap(K key, Entry<V> seen) {
    return tier.remove(key, Condition.ifUnchanged(seen));
  }

  /** Removes whatever is there of these keys. */
  void drop(Collection<K> keys, long version) {
    if (leavesTombstones) {
      Map<K, Entry<V>> traces = new LinkedHashMap<>();
      keys.forEach(key -> traces.put(key, tombstones.at(version)));
      tier.writeAll(traces);
    } else {
      tier.removeAll(List.copyOf(keys));
    }
  }

  /** Removes what is there of a key, at once or when the tier can be asked again. */
  void dropOrOwe(K key, long version) {
    try {
      dropWithTrace(key, version);
    } catch (TierException e) {
      if (missed == null) {
        throw e;
      }
      missed.add(key);
    }
  }

  /** Where not even a trace can be written, without. */
  private void dropWithTrace(K key, long version) {
    try {
      drop(List.of(key), version);
    } catch (TierException e) {
      if (e.kind() != Kind.UNFIT) {
        throw e;
      }
      tier.remove(key, Condition.always());
    }
  }

  /** Empties it, or throws. */
  void clear() {
    tier.clear();
  }

  /**
   * Empties it, as far as that cannot wait.
   *
   * @param version as great as that of any entry there
   */
  void clearSoon(long version) {
    if (above == null) {
      tier.clear();
    } else {
      above.clearSoon(version);
    }
  }

  /** Walks over what is here, but for keys of which it has missed a change. */
  Iterator<Map.Entry<K, Entry<V>>> scan() {
    Iterator<Map.Entry<K, Entry<V>>> all = tier.scan();
    return missed == null
        ? all
        : StreamSupport.stream(Spliterators.spliteratorUnknownSize(all, 0), false)
            .filter(entry -> !missed.concerns(entry.getKey()))
            .iterator();
  }

  /**
   * Goes on after a change failed, where its operation may; throws the failure where not, or where
   * it is the value's fault.
   */
  void bear(K key, Outage outage, RuntimeException failure) {
    requireBearable(outage, failure);
    if (missed != null && outage == Outage.REPAIR) {
      missed.add(key);
    }
  }

  /** Whether a change may arrive though what is there could not be read. */
  boolean takesUnread() {
    return above != null;
  }

  /**
   * Changes a key of a tier that {@link #takesUnread}.
   *
   * @param next null to remove whatever is there
   * @param isBlind whether to store whatever is there, and not only where nothing is
   */
  WriteResult<Entry<V>> changeUnread(
      K key, @Nullable Entry<V> next, long version, boolean isBlind) {
    if (next == null) {
      drop(List.of(key), version);
      return WriteResult.committed();
    }
    return isBlind
        ? tier.write(key, next, Condition.always())
        : requireNonNull(above, "takes changes unread").addAbove(key, next);
  }

  /** Whether a change that may as well be left undone can be made without waiting. */
  boolean hasRoom(K key) {
    return above == null || above.hasRoom(key);
  }

  /** As {@link #bear}, after a change that may have concerned any key. */
  void bearForAll(RuntimeException failure) {
    requireBearable(Outage.REPAIR, failure);
    if (missed != null) {
      missed.addAll();
    }
  }

  /** Throws the failure where an operation may not go on after it. */
  void requireBearable(Outage outage, RuntimeException failure) {
    if (missed == null
        || outage == Outage.THROW
        || !(failure instanceof TierException tierFailure)
        || (outage == Outage.REPAIR && tierFailure.kind() == Kind.UNFIT)) {
      throw failure;
    }
  }

  Repairs repairs() {
    return missed == null ? Repairs.NONE : missed.repairs();
  }

  void endRepairs() {
    if (missed != null) {
      missed.close();
    }
  }
}
