package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.DepartureListener;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.WriteResult;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Every change of an entry: locked against other callers of this process where need be, attempted,
 * and attempted again when its condition failed.
 */
final class Commits<K, V> {
  private static final int MAX_ATTEMPTS = 10_000;
  private static final int PATIENCE = 8;
  private static final int TOUCH_FRACTION = 10;

  private final Authority<K, V> authority;
  private final Replicas<K, V> replicas;
  private final Attempts<K, V> attempts;
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
      Attempts<K, V> attempts,
      InstantSource clock,
      DepartureListener<K, V> departures,
      DepartureListener<K, V> foundExpired) {
    this.authority = authority;
    this.replicas = replicas;
    this.attempts = attempts;
    this.clock = clock;
    this.departures = departures;
    this.foundExpired = foundExpired;
  }

  /**
   * Stores a value whatever is there: one step where nobody else must learn what was there. Where
   * there are copies the key is locked, to keep the order of versions that of commits.
   */
  void put(K key, V value, long deadlineMillis) {
    locks.requireNotDeciding(key);
    if (replicas.hasShared()) {
      update(key, new Overwrite<>(value, deadlineMillis));
    } else if (replicas.isEmpty() && struggling.get() == 0) {
      attempts.overwrite(key, value, deadlineMillis);
    } else {
      Hold lock = locks.lock(key);
      try {
        attempts.overwrite(key, value, deadlineMillis);
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
    values.keySet().forEach(locks::requireNotDeciding);
    try {
      attempts.overwriteAll(values, deadlineMillis);
    } catch (RuntimeException e) {
      if (Replicas.isUnfit(e)) {
        putEach(values, deadlineMillis);
      } else {
        values.keySet().forEach(key -> authority.bear(key, Outage.REPAIR, e));
      }
    }
  }

  /** All that can be stored, before the failure of one that cannot is thrown. */
  private void putEach(Map<K, V> values, long deadlineMillis) {
    Each.of(values.entrySet(), entry -> put(entry.getKey(), entry.getValue(), deadlineMillis));
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
    WriteResult<Entry<V>> result = attempts.begin(key, transition);
    Entry<V> current = result.current();
    if (current != null) {
      result = attempts.attempt(key, current, transition);
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
      WriteResult<Entry<V>> result = attempts.begin(key, transition);
      for (int tried = 1; tried <= MAX_ATTEMPTS; tried++) {
        if (result.isCommitted()) {
          return;
        }
        if (tried == PATIENCE) {
          struggles = true;
          struggling.incrementAndGet();
        }
        pauseAfter(tried);
        Entry<V> current = result.current();
        result =
            current == null
                ? attempts.attempt(key, transition)
                : attempts.attempt(key, current, transition);
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

  private static void pauseAfter(int tried) {
    if (tried > PATIENCE) {
      LockSupport.parkNanos(Math.min(tried, 500) * 2_000L);
    }
  }

  /**
   * Gives an entry another deadline, unless it has changed since it was read. Where that means I/O
   * and would only prolong the life by less than a {@value #TOUCH_FRACTION}th, it is left as it is.
   */
  void touch(K key, Entry<V> read, long deadlineMillis) {
    if (authority.doesIo() && isHardlyLonger(read.deadlineMillis(), deadlineMillis)) {
      return;
    }
    Entry<V> seen = replicas.isEmpty() ? read : authority.findLatest(key);
    if (seen != null && isStill(read, seen)) {
      attempts.prolong(key, seen, deadlineMillis);
    }
  }

  /** Ends the life of an entry now, unless it has changed since it was read. */
  void expire(K key, Entry<V> read) {
    Entry<V> seen = replicas.isEmpty() ? read : authority.findLatest(key);
    if (seen != null
        && isStill(read, seen)
        && attempts.remove(key, seen, Outage.REPAIR).isCommitted()) {
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
