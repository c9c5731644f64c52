package io.tiercel.internal.writebehind;

import io.tiercel.internal.writebehind.Delivery.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;

/**
 * The changes that wait, and those who wait for them: operations for room, one thread for something
 * to tell, who closes the cache for the end. Thread-safe.
 */
final class WaitingRoom<K, V> {
  private final String home;
  private final String destination;
  private final WriteBehind options;

  /** Held for a moment; never while the writer or anyone else's code runs. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Signalled when there may be something to write sooner than was thought. */
  private final Condition work = lock.newCondition();

  /** Signalled when something has been written or given up. */
  private final Condition progress = lock.newCondition();

  private final Backlog<K, V> backlog;
  private boolean isRunning;
  private @Nullable Thread teller;
  private long wakeUpNanos;
  private boolean isClosed;

  /** From when changes are given up until that is reported, and they are struck out. */
  private boolean isGivingUp;

  private long written;
  private long coalesced;
  private long failures;
  private long deadLetters;

  /**
   * What has been counted.
   *
   * @param oldest how long the oldest change has waited
   */
  record Counts(
      long pending,
      Duration oldest,
      long written,
      long coalesced,
      long failures,
      long deadLetters) {}

  /**
   * @param home names the cache in messages
   * @param destination names who is told of the changes
   */
  WaitingRoom(String home, String destination, WriteBehind options) {
    this.home = home;
    this.destination = destination;
    this.options = options;
    this.backlog = new Backlog<>(options, System.nanoTime());
  }

  /**
   * Waits until there is room for a change of this key.
   *
   * @throws CacheWriterException when there is none in time
   */
  void awaitRoom(K key) {
    lock.lock();
    try {
      long patience = Backlog.nanos(options.patience());
      while (backlog.isFull() && !backlog.contains(key) && !isClosed) {
        if (patience <= 0 || teller == Thread.currentThread()) {
          throw full();
        }
        patience = progress.awaitNanos(patience);
      }
      requireOpen("was not made");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CacheWriterException(
          home + ": interrupted while waiting for room in the write-behind queue", e);
    } finally {
      lock.unlock();
    }
  }

  private CacheWriterException full() {
    return new CacheWriterException(
        home
            + ": "
            + backlog.size()
            + " keys wait for "
            + destination
            + ", as many as may (option write-behind-max-pending),"
            + " and it took none within "
            + options.patience().toMillis()
            + " ms (option write-behind-patience); nothing was changed");
  }

  private void requireOpen(String fate) {
    if (isClosed) {
      throw new CacheWriterException(
          home + " was closed while a change was under way, which " + fate);
    }
  }

  /**
   * Adds a change.
   *
   * @return whether a thread is needed, which then calls {@link #next}
   */
  boolean enter(Change<K, V> change, long number) {
    lock.lock();
    try {
      requireOpen(destination + " was not told of");
      long now = System.nanoTime();
      if (backlog.put(change, number, now)) {
        coalesced++;
      }
      if (backlog.isUrgent() || now + Backlog.nanos(options.delay()) - wakeUpNanos < 0) {
        work.signal();
      }
      boolean needsThread = !isRunning;
      isRunning = true;
      return needsThread;
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is room for a change of this key. */
  boolean isFor(Object key) {
    lock.lock();
    try {
      return !backlog.isFull() || backlog.contains(key);
    } finally {
      lock.unlock();
    }
  }

  /** The thread is gone, or never came. */
  void leave() {
    lock.lock();
    try {
      teller = null;
      isRunning = false;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a thread is needed, which then calls {@link #next}. */
  boolean needsThread() {
    lock.lock();
    try {
      boolean needsThread = !isRunning && !backlog.isEmpty();
      isRunning |= needsThread;
      return needsThread;
    } finally {
      lock.unlock();
    }
  }

  /** The change of a key that waits, as it is now, or null. */
  @Nullable Waiting<K, V> find(K key) {
    lock.lock();
    try {
      Waiting<K, V> found = backlog.find(key);
      return found == null ? null : found.copy();
    } finally {
      lock.unlock();
    }
  }

  /** All that waits, as it is now. */
  List<Waiting<K, V>> all() {
    lock.lock();
    try {
      return backlog.all();
    } finally {
      lock.unlock();
    }
  }

  /** Takes away changes that are another process's to tell, as {@link Backlog#forget(Map)} does. */
  void forget(Map<K, Long> upTo) {
    lock.lock();
    try {
      backlog.forget(upTo);
      progress.signalAll();
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes away changes that newer ones of other processes have come after. */
  void spare(List<Waiting<K, V>> overtaken) {
    lock.lock();
    try {
      coalesced += overtaken.size();
      overtaken.forEach(backlog::forget);
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Those that were not forgotten; none once it is closed, as they were left then. */
  List<Waiting<K, V>> remembered(List<Waiting<K, V>> batch) {
    lock.lock();
    try {
      return isClosed ? List.of() : batch.stream().filter(one -> !one.isForgotten).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for what is to be written next; empty when nothing is left. */
  List<Waiting<K, V>> next() {
    lock.lock();
    try {
      teller = Thread.currentThread();
      while (!backlog.isEmpty()) {
        long now = System.nanoTime();
        List<Waiting<K, V>> batch = backlog.take(now);
        if (!batch.isEmpty()) {
          return batch;
        }
        wakeUpNanos = backlog.nextNanos(now);
        await(work, wakeUpNanos - now);
      }
      teller = null;
      isRunning = false;
      progress.signalAll();
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether the thread was interrupted, which is no reason to leave anything unwritten. */
  @SuppressWarnings("WaitNotInLoop") // all who call it look again
  private static boolean await(Condition condition, long nanos) {
    try {
      condition.awaitNanos(nanos);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** The writer has been told; returns those that are given up. */
  List<Waiting<K, V>> settle(List<Waiting<K, V>> batch, Outcome<K> outcome) {
    lock.lock();
    try {
      List<Waiting<K, V>> givenUp = backlog.settle(batch, outcome.undone(), System.nanoTime());
      written += batch.size() - outcome.undone().size();
      failures += outcome.failure() == null ? 0 : 1;
      deadLetters += givenUp.size();
      isGivingUp = !givenUp.isEmpty();
      progress.signalAll();
      return givenUp;
    } finally {
      lock.unlock();
    }
  }

  /** What was given up has been reported. */
  void endGivingUp() {
    lock.lock();
    try {
      isGivingUp = false;
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** So many changes were given up when the cache was closed. */
  void gaveUp(int changes) {
    lock.lock();
    try {
      deadLetters += changes;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until nothing waits or is being given up, for as long as the options say; then lets
   * nobody in any more.
   */
  List<Waiting<K, V>> drain() {
    boolean interrupted = false;
    lock.lock();
    try {
      long now = System.nanoTime();
      long end = now + Backlog.nanos(options.drain());
      backlog.hurry(now);
      work.signal();
      while (isAtWork() && end - now > 0) {
        interrupted |= await(progress, end - now);
        now = System.nanoTime();
      }
      isClosed = true;
      List<Waiting<K, V>> left = backlog.clear();
      progress.signalAll();
      work.signal();
      return left;
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whether it may help to wait; who is told of changes would wait for himself. */
  private boolean isAtWork() {
    return (!backlog.isEmpty() || isGivingUp) && teller != Thread.currentThread();
  }

  Counts counts() {
    lock.lock();
    try {
      long now = System.nanoTime();
      return new Counts(
          backlog.size(),
          Duration.ofNanos(now - backlog.oldestNanos(now)),
          written,
          coalesced,
          failures,
          deadLetters);
    } finally {
      lock.unlock();
    }
  }
}
