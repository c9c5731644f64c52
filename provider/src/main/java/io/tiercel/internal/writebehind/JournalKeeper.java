package io.tiercel.internal.writebehind;

import io.tiercel.internal.codec.LoggedEntries;
import io.tiercel.internal.stack.Start;
import io.tiercel.internal.writebehind.JournalBook.Kept;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.Journal.Left;
import io.tiercel.tiers.spi.Journal.Mark;
import io.tiercel.tiers.spi.Journal.Page;
import io.tiercel.tiers.spi.TierException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the journals of a cache three times in each lease: begins the leases anew, adds what
 * could not be added, and brings into the queue what processes left that are gone. Thread-safe.
 */
final class JournalKeeper<K, V> {
  private static final Logger LOG = System.getLogger(JournalKeeper.class.getName());

  private final String cacheName;
  private final JournalHolder<K, V> holder;
  private final WriteQueue<K, V> queue;
  private final LoggedEntries<K, V> entries;
  private final Lock arrivalOfOthers;
  private final long periodNanos;
  private final Executor executor;

  /** Held while journals are looked after. */
  private final ReentrantLock round = new ReentrantLock();

  private final AtomicLong takenOver = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();
  private boolean isFailing;

  /**
   * @param arrivalOfOthers keeps own changes from arriving while it is held
   * @param periodNanos how long it leaves the journals alone
   */
  JournalKeeper(
      String cacheName,
      JournalHolder<K, V> holder,
      WriteQueue<K, V> queue,
      LoggedEntries<K, V> entries,
      Lock arrivalOfOthers,
      long periodNanos,
      Executor executor) {
    this.cacheName = cacheName;
    this.holder = holder;
    this.queue = queue;
    this.entries = entries;
    this.arrivalOfOthers = arrivalOfOthers;
    this.periodNanos = periodNanos;
    this.executor = executor;
  }

  long takenOver() {
    return takenOver.get();
  }

  long unreadable() {
    return unreadable.get();
  }

  void run() {
    round.lock();
    try {
      if (!holder.isClosed()) {
        lookAfter();
        report(null);
      }
    } catch (RuntimeException e) {
      report(e);
    } finally {
      round.unlock();
      if (!holder.isClosed()) {
        again();
      }
    }
  }

  private void again() {
    CompletableFuture.delayedExecutor(periodNanos, TimeUnit.NANOSECONDS, Runnable::run)
        .execute(() -> Start.on(executor, this::run, this::again));
  }

  private void lookAfter() {
    holder.book().all().forEach(holder::renew);
    holder.strikeOut();
    if (!holder.isComplete()) {
      complete();
    }
    holder.takeOver();
    for (Held held : holder.book().all()) {
      while (!held.isRead && !holder.isClosed()) {
        readOn(held);
      }
    }
    holder.strikeOut();
  }

  /** Adds what waits in memory alone. */
  private void complete() {
    boolean isComplete = false;
    try {
      isComplete = completeAll(waiting());
    } finally {
      if (!isComplete) {
        holder.setComplete(false);
      }
    }
  }

  /** None of them is on its way into the queue: that would be missing here, and taken for kept. */
  private List<Waiting<K, V>> waiting() {
    arrivalOfOthers.lock();
    try {
      holder.setComplete(true);
      return queue.room().all();
    } finally {
      arrivalOfOthers.unlock();
    }
  }

  /** What is refused, such as a value that is too large there, does not stop the others. */
  private boolean completeAll(List<Waiting<K, V>> waiting) {
    boolean isComplete = true;
    for (Waiting<K, V> one : waiting) {
      try {
        complete(one);
      } catch (TierException e) {
        if (e.kind() != TierException.Kind.REJECTED) {
          throw e;
        }
        isComplete = false;
      }
    }
    return isComplete;
  }

  /** The writer may have been told meanwhile. */
  private void complete(Waiting<K, V> one) {
    if (!holder.book().isKept(one.key, one.number)) {
      holder.keep(one.key, one.number, entries.encode(one.key, one.value));
      Waiting<K, V> now = queue.room().find(one.key);
      if (now == null || now.number != one.number) {
        holder.book().strike(one.key, one.number);
      }
    }
  }

  private void readOn(Held held) {
    arrivalOfOthers.lock();
    try {
      int before = held.unreadable;
      Page page = held.journal.read(held.next);
      String reason = null;
      for (Left left : page.changes()) {
        String problem = takeIn(held, left);
        reason = problem == null ? reason : problem;
      }
      held.next = page.next();
      held.isRead = page.next() == null;
      if (reason != null) {
        reportUnreadable(held, held.unreadable - before, reason);
      }
    } finally {
      arrivalOfOthers.unlock();
    }
  }

  /** Returns why it cannot be read, or null. */
  private @Nullable String takeIn(Held held, Left left) {
    Map.Entry<K, Entry<V>> decoded;
    try {
      decoded = entries.decode(ByteBuffer.wrap(left.bytes()));
    } catch (IllegalArgumentException e) {
      held.unreadable++;
      unreadable.incrementAndGet();
      return String.valueOf(e.getMessage());
    }
    K key = decoded.getKey();
    V value = decoded.getValue().isTombstone() ? null : decoded.getValue().value();
    Mark mark = new Mark(left.name(), 0, left.id());
    Waiting<K, V> own = queue.room().find(key);
    if (own != null && !holder.book().isKept(key, own.number)) {
      complete(own);
      held.journal.remove(List.of(mark));
    } else {
      long number = holder.book().nextNumber();
      if (holder.book().note(key, new Kept(held, number, mark))) {
        queue.enter(new Change<>(key, value), number);
        takenOver.incrementAndGet();
      }
    }
    return null;
  }

  private void reportUnreadable(Held held, int changes, String reason) {
    LOG.log(
        Level.WARNING,
        () ->
            home()
                + changes
                + " changes that another process left cannot be read and stay in journal "
                + held.journal.id()
                + ": "
                + reason
                + "; let a cache have the codec, allowed-classes and encryption-keys they were"
                + " written with");
  }

  private void report(@Nullable RuntimeException failure) {
    if (failure != null && !isFailing && !holder.isClosed()) {
      String what =
          failure instanceof TierException ? failure.getMessage() : failure.getClass().getName();
      LOG.log(
          Level.WARNING, () -> home() + "the journals of changes cannot be looked after: " + what);
    } else if (failure == null && isFailing) {
      LOG.log(Level.INFO, () -> home() + "the journals of changes are looked after again");
    }
    if (failure != null) {
      LOG.log(Level.DEBUG, () -> home() + "journals failed", failure);
    }
    isFailing = failure != null;
  }

  /** Releases the journals, after the round that is under way. */
  void close() {
    holder.close();
    round.lock();
    try {
      holder.release();
    } finally {
      round.unlock();
    }
  }

  private String home() {
    return "cache=" + cacheName + " ";
  }
}
