package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Condition;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every change of an entry: committed at the authority under its condition, tried again when the
 * condition failed, then brought to the replicas.
 */
final class Commits<K, V> {
  private static final int MAX_ATTEMPTS = 10_000;
  private static final int PATIENCE = 8;

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
      values.forEach((key, value) -> put(key, value, deadlineMillis));
      return;
    }
    Map<K, Entry<V>> batch = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          locks.requireNotDeciding(key);
          batch.put(key, entries.entry(value, versions.after(0), deadlineMillis));
        });
    authority.tier.writeAll(batch);
  }

  /** Where there are copies the key is locked, to keep the order of versions that of commits. */
  private void overwrite(K key, V value, long deadlineMillis) {
    Entry<V> next = entries.entry(value, versions.after(0), deadlineMillis);
    long stamp = replicas.stamp(key);
    orDrop(key, () -> authority.tier.write(key, next, Condition.always()));
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
    WriteResult<Entry<V>> result = attempt(key, authority.read(key), transition);
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
      Entry<V> seen = authority.read(key);
      for (int attempts = 1; attempts <= MAX_ATTEMPTS; attempts++) {
        WriteResult<Entry<V>> result = attempt(key, seen, transition);
        if (result.isCommitted()) {
          return;
        }
        if (attempts == PATIENCE) {
          struggles = true;
          struggling.incrementAndGet();
        }
        pauseAfter(attempts);
        seen = result.current() != null ? result.current() : authority.read(key);
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

  private WriteResult<Entry<V>> attempt(
      K key, @Nullable Entry<V> seen, Transition<V, ?> transition) {
    Entry<V> live = isLive(seen) ? seen : null;
    Decision<V> decision = transition.decide(live, live == null ? seen : null);
    return switch (decision.change()) {
      case KEEP -> WriteResult.committed();
      case STORE -> store(key, seen, decision);
      case REMOVE -> live == null ? WriteResult.committed() : remove(key, live);
    };
  }

  private WriteResult<Entry<V>> store(K key, @Nullable Entry<V> seen, Decision<V> decision) {
    long version = versions.after(seen == null ? 0 : seen.version());
    Entry<V> next = entries.entry(decision.stored(), version, decision.deadlineMillis());
    long stamp = replicas.stamp(key);
    WriteResult<Entry<V>> result = orDrop(key, () -> authority.store(key, seen, next));
    if (result.isCommitted()) {
      replicas.propagate(key, next, version, stamp);
      if (seen != null && !seen.isTombstone() && seen.isExpired(clock.millis())) {
        foundExpired.expired(key, seen);
      }
    }
    return result;
  }

  private WriteResult<Entry<V>> remove(K key, Entry<V> seen) {
    long version = versions.after(seen.version());
    long stamp = replicas.stamp(key);
    WriteResult<Entry<V>> result = orDrop(key, () -> authority.remove(key, seen, version));
    if (result.isCommitted()) {
      replicas.propagate(key, null, version, stamp);
    }
    return result;
  }

  /** A write that failed may have happened: no replica may go on serving what was there before. */
  private <R> R orDrop(K key, Supplier<R> write) {
    try {
      return write.get();
    } catch (RuntimeException e) {
      replicas.drop(key);
      throw e;
    }
  }

  /** Gives an entry another deadline, unless it has changed since it was read. */
  void touch(K key, Entry<V> read, long deadlineMillis) {
    Entry<V> seen = replicas.isEmpty() ? read : authority.read(key);
    if (seen == null || !isLive(seen) || seen.version() != read.version()) {
      return;
    }
    Entry<V> next = entries.entry(seen.value(), seen.version(), deadlineMillis);
    long stamp = replicas.stamp(key);
    if (orDrop(key, () -> authority.store(key, seen, next)).isCommitted()) {
      replicas.propagate(key, next, next.version(), stamp);
    }
  }

  /** Ends the life of an entry now, unless it has changed since it was read. */
  void expire(K key, Entry<V> read) {
    Entry<V> seen = replicas.isEmpty() ? read : authority.read(key);
    if (seen != null && isLive(seen) && seen.version() == read.version()) {
      if (remove(key, seen).isCommitted()) {
        departures.expired(key, seen);
      }
    }
  }

  /** Drops an entry found past its deadline, and tells of it once. */
  void reap(K key, Entry<V> expired) {
    if (authority.tier.remove(key, Condition.ifUnchanged(expired))) {
      foundExpired.expired(key, expired);
    }
  }

  /** Locks keys against the other callers of this process. */
  Hold lock(Collection<? extends K> keys) {
    return locks.lockAll(keys);
  }

  /** A version for a change that no single entry leads to. */
  long nextVersion() {
    return versions.after(0);
  }

  private boolean isLive(@Nullable Entry<V> entry) {
    return TierStack.isLive(entry, clock);
  }
}
