package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.DepartureListener;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.WriteResult;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Single attempts to change entries: each is committed at the authority under its condition, if
 * that holds, and then brought to the replicas.
 */
final class Attempts<K, V> {
  private final Authority<K, V> authority;
  private final Replicas<K, V> replicas;
  private final Versions versions;
  private final EntryFactory<V> entries;
  private final InstantSource clock;
  private final DepartureListener<K, V> foundExpired;

  /**
   * @param foundExpired hears of entries found past their deadline at the authority
   */
  Attempts(
      Authority<K, V> authority,
      Replicas<K, V> replicas,
      Versions versions,
      EntryFactory<V> entries,
      InstantSource clock,
      DepartureListener<K, V> foundExpired) {
    this.authority = authority;
    this.replicas = replicas;
    this.versions = versions;
    this.entries = entries;
    this.clock = clock;
    this.foundExpired = foundExpired;
  }

  /** Stores a value whatever is there. */
  void overwrite(K key, V value, long deadlineMillis) {
    Entry<V> next = entries.entry(value, after(null), deadlineMillis);
    long stamp = replicas.stamp(key);
    try {
      authority.overwrite(key, next);
    } catch (RuntimeException e) {
      goOn(key, Outage.REPAIR, e);
      return;
    }
    replicas.propagate(key, next, next.version(), stamp);
  }

  /** Stores many values whatever is there, where there are no replicas. */
  void overwriteAll(Map<K, V> values, long deadlineMillis) {
    Map<K, Entry<V>> batch = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> batch.put(key, entries.entry(value, after(null), deadlineMillis)));
    authority.overwriteAll(batch);
  }

  /** The first attempt, which need not read where the authority tells what was there. */
  WriteResult<Entry<V>> begin(K key, Transition<V, ?> transition) {
    Opening opening = opening(transition);
    if (opening == Opening.READ) {
      return attempt(key, transition);
    }
    Decision<V> decision = transition.decide(null, null);
    if (opening == Opening.TAKE) {
      return exchange(key, null, transition);
    }
    if (decision.change() != Decision.Change.STORE) {
      return attempt(key, transition);
    }
    if (opening == Opening.ADD) {
      authority.requireTold(key);
      return store(key, null, decision, transition.outage());
    }
    return exchange(key, entry(decision, null), transition);
  }

  private Opening opening(Transition<V, ?> transition) {
    if (!authority.tellsWhatWasThere() || replicas.hasShared()) {
      return Opening.READ;
    }
    Opening wanted = transition.opening();
    return wanted == Opening.TAKE && authority.leavesTombstones() ? Opening.READ : wanted;
  }

  /**
   * Stores or removes whatever is there, and then has the transition, which decided about an absent
   * entry, see what was.
   */
  private WriteResult<Entry<V>> exchange(
      K key, @Nullable Entry<V> next, Transition<V, ?> transition) {
    long stamp = replicas.stamp(key);
    Entry<V> former;
    try {
      former = next == null ? authority.take(key) : authority.exchange(key, next);
    } catch (RuntimeException e) {
      return goOn(key, transition.outage(), e);
    }
    replicas.propagate(key, next, next == null ? after(former) : next.version(), stamp);
    tellIfExpired(key, former);
    if (former != null) {
      Entry<V> live = isLive(former) ? former : null;
      transition.decide(live, live == null ? former : null);
    }
    return WriteResult.committed();
  }

  /** Has a transition decide about what is there now. */
  WriteResult<Entry<V>> attempt(K key, Transition<V, ?> transition) {
    Entry<V> seen;
    try {
      seen = authority.read(key);
    } catch (RuntimeException e) {
      return attemptUnread(key, transition, e);
    }
    return attempt(key, seen, transition);
  }

  /** Has a transition that may go on decide as if nothing were there. */
  private WriteResult<Entry<V>> attemptUnread(
      K key, Transition<V, ?> transition, RuntimeException failure) {
    Outage outage = transition.outage();
    authority.requireBearable(outage, failure);
    if (outage == Outage.SKIP) {
      return WriteResult.committed();
    }
    Decision<V> decision = transition.decide(null, null);
    if (decision.change() == Decision.Change.KEEP && !transition.isBlind()) {
      return WriteResult.committed();
    }
    return authority.takesUnread()
        ? changeUnread(key, decision, transition)
        : goOn(key, outage, failure);
  }

  private WriteResult<Entry<V>> changeUnread(
      K key, Decision<V> decision, Transition<V, ?> transition) {
    Entry<V> next = decision.change() == Decision.Change.STORE ? entry(decision, null) : null;
    long version = next == null ? after(null) : next.version();
    long stamp = replicas.stamp(key);
    WriteResult<Entry<V>> result;
    try {
      result = authority.changeUnread(key, next, version, transition.isBlind());
    } catch (RuntimeException e) {
      return goOn(key, transition.outage(), e);
    }
    if (result.isCommitted()) {
      replicas.propagate(key, next, version, stamp);
    }
    return result;
  }

  /** Has a transition decide about what was seen. */
  WriteResult<Entry<V>> attempt(K key, @Nullable Entry<V> seen, Transition<V, ?> transition) {
    Entry<V> live = isLive(seen) ? seen : null;
    Decision<V> decision = transition.decide(live, live == null ? seen : null);
    return switch (decision.change()) {
      case KEEP -> keep(key, live);
      case STORE -> store(key, seen, decision, transition.outage());
      case REMOVE ->
          seen == null && transition.isBlind() && authority.tellsOfTaking()
              ? exchange(key, null, transition)
              : remove(key, seen, transition.outage());
    };
  }

  /** What an operation of this process found absent is not served from a copy any more. */
  private WriteResult<Entry<V>> keep(K key, @Nullable Entry<V> live) {
    if (live == null) {
      replicas.copies().drop(key);
    }
    return WriteResult.committed();
  }

  private WriteResult<Entry<V>> store(
      K key, @Nullable Entry<V> seen, Decision<V> decision, Outage outage) {
    Entry<V> next = entry(decision, seen);
    WriteResult<Entry<V>> result = store(key, seen, next, outage);
    if (result.isCommitted()) {
      tellIfExpired(key, seen);
    }
    return result;
  }

  /** Newer than what was there: who has put that may be about to bring it to the replicas. */
  private long after(@Nullable Entry<V> former) {
    return versions.after(former == null ? 0 : former.version());
  }

  private Entry<V> entry(Decision<V> decision, @Nullable Entry<V> former) {
    return entries.entry(decision.stored(), after(former), decision.deadlineMillis());
  }

  /** Of an entry that made place, past its deadline. */
  private void tellIfExpired(K key, @Nullable Entry<V> former) {
    if (former != null && !former.isTombstone() && former.isExpired(clock.millis())) {
      foundExpired.expired(key, former);
    }
  }

  private WriteResult<Entry<V>> store(
      K key, @Nullable Entry<V> seen, Entry<V> next, Outage outage) {
    if (outage == Outage.SKIP && !authority.hasRoom(key)) {
      return WriteResult.committed();
    }
    long stamp = replicas.stamp(key);
    WriteResult<Entry<V>> result;
    try {
      result = authority.store(key, seen, next);
    } catch (RuntimeException e) {
      return goOn(key, outage, e);
    }
    if (result.isCommitted()) {
      replicas.propagate(key, next, next.version(), stamp);
    }
    return result;
  }

  /** Removes what was seen, unless it has changed. */
  WriteResult<Entry<V>> remove(K key, @Nullable Entry<V> seen, Outage outage) {
    long version = after(seen);
    long stamp = replicas.stamp(key);
    WriteResult<Entry<V>> result;
    try {
      result = removeFromAuthority(key, seen, version);
    } catch (RuntimeException e) {
      return goOn(key, outage, e);
    }
    if (result.isCommitted()) {
      replicas.propagate(key, null, version, stamp);
    }
    return result;
  }

  private WriteResult<Entry<V>> removeFromAuthority(K key, @Nullable Entry<V> seen, long version) {
    if (seen == null) {
      return authority.removeAbsent(key, version);
    }
    return seen.isTombstone() ? WriteResult.committed() : authority.remove(key, seen, version);
  }

  /** Gives what was seen another deadline, unless it has changed. */
  void prolong(K key, Entry<V> seen, long deadlineMillis) {
    Entry<V> next = entries.entry(seen.value(), seen.version(), deadlineMillis);
    store(key, seen, next, Outage.SKIP);
  }

  /**
   * Nothing is left to do for an operation that may go on without the authority; others throw. The
   * change may have happened: no replica may go on serving what was there before. They are dropped
   * once more when the key is known as missed: who read in between has kept what was there. Where
   * the value is to blame, the authority may not go on serving it either.
   */
  private WriteResult<Entry<V>> goOn(K key, Outage outage, RuntimeException failure) {
    try {
      if (Replicas.isUnfit(failure)) {
        authority.dropOrOwe(key, versions.after(0));
      }
    } finally {
      replicas.drop(key);
    }
    authority.bear(key, outage, failure);
    replicas.copies().drop(key);
    return WriteResult.committed();
  }

  private boolean isLive(@Nullable Entry<V> entry) {
    return TierStack.isLive(entry, clock);
  }
}
