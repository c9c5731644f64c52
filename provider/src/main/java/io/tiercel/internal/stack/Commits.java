package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.DepartureListener;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.WriteResult;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Every change of an entry: committed at the authority under its condition, tried again when the
 * condition failed, then brought to the replicas.
 */
final class Commits<K, V> {
  private static final int MAX_ATTEMPTS = 10_000;
  private static final int PATIENCE = 8;
  private static final int TOUCH_FRACTION = 10;

  private final Authority<K, V> authority;
  private final Replicas<K, V> replicas;
  private final Versions versions;
  private final EntryFactory<V> entries;
  private final InstantSource clock;
  private final DepartureListener<K, V> departures;
  private final DepartureListener<K, V> foundExpired;
  private final KeyLocks locks = new KeyLocks();

  /** How many exclusive operations have been overtaken so often that nobody may do so any more. */
  private final AtomicInteger struggling = new AtomicInteger();

  /**
   * @param departures hears of entries whose life an operation ended
   * @param foundExpired hears of entries found past their deadline at the authority
   */
  Commits(
      Authority<K, V> authority,
      Replicas<K, V> replicas,
      Versions versions,
      EntryFactory<V> entries,
      InstantSource clock,
      DepartureListener<K, V> departures,
      DepartureListener<K, V> foundExpired) {
    this.authority = authority;
    this.replicas = replicas;
    this.versions = versions;
    this.entries = entries;
    this.clock = clock;
    this.departures = departures;
    this.foundExpired = foundExpired;
  }

  /** Stores a value whatever is there: one step where nobody else must learn what was there. */
  void put(K key, V value, long deadlineMillis) {
    locks.requireNotDeciding(key);
    if (replicas.hasShared()) {
      update(key, new Overwrite<>(value, deadlineMillis));
    } else if (replicas.isEmpty() && struggling.get() == 0) {
      overwrite(key, value, deadlineMillis);
    } else {
      Hold lock = locks.lock(key);
      try {
        overwrite(key, value, deadlineMillis);
      } finally {
        lock.close();
      }
    }
  }

  /** Stores many values whatever is there, in one go where a single one is one step. */
  void putAll(Map<K, V> values, long deadlineMillis) {
    if (!replicas.isEmpty() || struggling.get() > 0) {
      putEach(values, deadlineMillis);
      return;
    }
    Map<K, Entry<V>> batch = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          locks.requireNotDeciding(key);
          batch.put(key, entries.entry(value, versions.after(0), deadlineMillis));
        });
    try {
      authority.overwriteAll(batch);
    } catch (RuntimeException e) {
      if (Replicas.isUnfit(e)) {
        putEach(values, deadlineMillis);
      } else {
        batch.keySet().forEach(key -> authority.bear(key, Outage.REPAIR, e));
      }
    }
  }

  /** All that can be stored, before the failure of one that cannot is thrown. */
  private void putEach(Map<K, V> values, long deadlineMillis) {
    RuntimeException failure = null;
    for (Map.Entry<K, V> entry : values.entrySet()) {
      try {
        put(entry.getKey(), entry.getValue(), deadlineMillis);
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Where there are copies the key is locked, to keep the order of versions that of commits. */
  private void overwrite(K key, V value, long deadlineMillis) {
    Entry<V> next = entries.entry(value, versions.after(0), deadlineMillis);
    long stamp = replicas.stamp(key);
    try {
      authority.overwrite(key, next);
    } catch (RuntimeException e) {
      goOn(key, Outage.REPAIR, e);
      return;
    }
    replicas.propagate(key, next, next.version(), stamp);
  }

  /**
   * Carries out an operation that depends on what is there, atomically in all processes. Callers of
   * this process wait for each other only after their first attempts have collided.
   */
  <R> R update(K key, Transition<V, R> transition) {
    if (!replicas.isEmpty() || struggling.get() > 0) {
      return updateExclusively(key, transition);
    }
    locks.requireNotDeciding(key);
    WriteResult<Entry<V>> result = begin(key, transition);
    Entry<V> current = result.current();
    if (current != null) {
      result = attempt(key, current, transition);
    }
    return result.isCommitted() ? transition.settled() : updateExclusively(key, transition);
  }

  /** As {@link #update}, with the key locked against other callers of this process throughout. */
  <R> R updateExclusively(K key, Transition<V, R> transition) {
    try (KeyLocks.Lock lock = locks.lock(key)) {
      lock.deciding(true);
      try {
        attemptUntilCommitted(key, transition);
      } finally {
        lock.deciding(false);
      }
      return transition.settled();
    }
  }

  /**
   * Those who do not lock may commit in between for a while; then they are made to, so that an
   * operation that takes its time is not overtaken for ever.
   */
  private void attemptUntilCommitted(K key, Transition<V, ?> transition) {
    boolean struggles = false;
    try {
      WriteResult<Entry<V>> result = begin(key, transition);
      for (int attempts = 1; attempts <= MAX_ATTEMPTS; attempts++) {
        if (result.isCommitted()) {
          return;
        }
        if (attempts == PATIENCE) {
          struggles = true;
          struggling.incrementAndGet();
        }
        pauseAfter(attempts);
        Entry<V> current = result.current();
        result = current == null ? attempt(key, transition) : attempt(key, current, transition);
      }
    } finally {
      if (struggles) {
        struggling.decrementAndGet();
      }
    }
    throw new TierException(
        TierException.Kind.TIMEOUT,
        "gave up after "
            + MAX_ATTEMPTS
            + " attempts to change an entry that other processes changed in between each time");
  }

  private static void pauseAfter(int attempts) {
    if (attempts > PATIENCE) {
      LockSupport.parkNanos(Math.min(attempts, 500) * 2_000L);
    }
  }

  /** The first attempt, which need not read where the authority tells what was there. */
  private WriteResult<Entry<V>> begin(K key, Transition<V, ?> transition) {
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
    return exchange(key, entry(decision, 0), transition);
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
    long version = next == null ? versions.after(0) : next.version();
    long stamp = replicas.stamp(key);
    Entry<V> former;
    try {
      former = next == null ? authority.take(key) : authority.exchange(key, next);
    } catch (RuntimeException e) {
      return goOn(key, transition.outage(), e);
    }
    replicas.propagate(key, next, version, stamp);
    tellIfExpired(key, former);
    if (former != null) {
      Entry<V> live = isLive(former) ? former : null;
      transition.decide(live, live == null ? former : null);
    }
    return WriteResult.committed();
  }

  private WriteResult<Entry<V>> attempt(K key, Transition<V, ?> transition) {
    Entry<V> seen;
    try {
      seen = authority.read(key);
    } catch (RuntimeException e) {
      authority.bear(key, transition.outage(), e);
      if (transition.outage() == Outage.REPAIR) {
        replicas.drop(key);
        transition.decide(null, null);
      }
      return WriteResult.committed();
    }
    return attempt(key, seen, transition);
  }

  private WriteResult<Entry<V>> attempt(
      K key, @Nullable Entry<V> seen, Transition<V, ?> transition) {
    Entry<V> live = isLive(seen) ? seen : null;
    Decision<V> decision = transition.decide(live, live == null ? seen : null);
    return switch (decision.change()) {
      case KEEP -> keep(key, live);
      case STORE -> store(key, seen, decision, transition.outage());
      case REMOVE ->
          seen == null && authority.tellsOfTaking()
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
    Entry<V> next = entry(decision, seen == null ? 0 : seen.version());
    WriteResult<Entry<V>> result = store(key, seen, next, outage);
    if (result.isCommitted()) {
      tellIfExpired(key, seen);
    }
    return result;
  }

  private Entry<V> entry(Decision<V> decision, long versionBefore) {
    long version = versions.after(versionBefore);
    return entries.entry(decision.stored(), version, decision.deadlineMillis());
  }

  /** Of an entry that made place, past its deadline. */
  private void tellIfExpired(K key, @Nullable Entry<V> former) {
    if (former != null && !former.isTombstone() && former.isExpired(clock.millis())) {
      foundExpired.expired(key, former);
    }
  }

  private WriteResult<Entry<V>> store(
      K key, @Nullable Entry<V> seen, Entry<V> next, Outage outage) {
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

  private WriteResult<Entry<V>> remove(K key, @Nullable Entry<V> seen, Outage outage) {
    long version = versions.after(seen == null ? 0 : seen.version());
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

  /**
   * Gives an entry another deadline, unless it has changed since it was read. Where that means I/O
   * and would only prolong the life by less than a {@value #TOUCH_FRACTION}th, it is left as it is.
   */
  void touch(K key, Entry<V> read, long deadlineMillis) {
    if (authority.doesIo() && isHardlyLonger(read.deadlineMillis(), deadlineMillis)) {
      return;
    }
    Entry<V> seen = replicas.isEmpty() ? read : authority.find(key);
    if (seen != null && isStill(read, seen)) {
      Entry<V> next = entries.entry(seen.value(), seen.version(), deadlineMillis);
      store(key, seen, next, Outage.SKIP);
    }
  }

  /** Ends the life of an entry now, unless it has changed since it was read. */
  void expire(K key, Entry<V> read) {
    Entry<V> seen = replicas.isEmpty() ? read : authority.find(key);
    if (seen != null && isStill(read, seen) && remove(key, seen, Outage.REPAIR).isCommitted()) {
      departures.expired(key, seen);
    }
  }

  private boolean isHardlyLonger(long before, long after) {
    return after >= before && after - before < (after - clock.millis()) / TOUCH_FRACTION;
  }

  private boolean isStill(Entry<V> read, Entry<V> now) {
    return isLive(now) && now.version() == read.version();
  }

  /** Drops an entry found past its deadline, and tells of it once. */
  void reap(K key, Entry<V> expired) {
    try {
      if (authority.reap(key, expired)) {
        foundExpired.expired(key, expired);
      }
    } catch (RuntimeException e) {
      authority.bear(key, Outage.SKIP, e);
    }
  }

  /** Locks keys against the other callers of this process. */
  Hold lock(Collection<? extends K> keys) {
    return locks.lockAll(keys);
  }

  private boolean isLive(@Nullable Entry<V> entry) {
    return TierStack.isLive(entry, clock);
  }
}
