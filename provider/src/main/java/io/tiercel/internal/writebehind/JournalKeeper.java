package io.tiercel.internal.writebehind;

import io.tiercel.internal.codec.LoggedEntries;
import io.tiercel.internal.writebehind.JournalBook.Kept;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.Journal;
import io.tiercel.tiers.spi.Journal.Left;
import io.tiercel.tiers.spi.Journal.Mark;
import io.tiercel.tiers.spi.Journal.Page;
import io.tiercel.tiers.spi.Journals;
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
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Looks after the journals of a cache three times in each lease: begins the leases anew, adds what
 * could not be added, and brings into the queue what processes left that are gone. Thread-safe.
 */
final class JournalKeeper<K, V> {
  private static final Logger LOG = System.getLogger(JournalKeeper.class.getName());

  private final String cacheName;
  private final JournalLog<K, V> log;
  private final WriteQueue<K, V> queue;
  private final LoggedEntries<K, V> entries;
  private final Journals journals;
  private final long leaseNanos;
  private final Executor executor;

  /** Held while journals are looked after. */
  private final ReentrantLock round = new ReentrantLock();

  private final AtomicLong takenOver = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();
  private boolean isFailing;

  JournalKeeper(
      String cacheName,
      JournalLog<K, V> log,
      WriteQueue<K, V> queue,
      LoggedEntries<K, V> entries,
      Journals journals,
      long leaseNanos,
      Executor executor) {
    this.cacheName = cacheName;
    this.log = log;
    this.queue = queue;
    this.entries = entries;
    this.journals = journals;
    this.leaseNanos = leaseNanos;
    this.executor = executor;
  }

  long takenOver() {
    return takenOver.get();
  }

  long unreadable() {
    return unreadable.get();
  }

  /** Changes are another process's to tell. */
  void forget(Map<K, Long> upTo) {
    queue.room().forget(upTo);
  }

  /** Changes were overtaken by those of other processes. */
  void spare(List<Waiting<K, V>> overtaken) {
    queue.room().spare(overtaken);
  }

  void run() {
    round.lock();
    try {
      if (log.isClosed()) {
        return;
      }
      lookAfter();
      report(null);
    } catch (RuntimeException e) {
      report(e);
    } finally {
      round.unlock();
    }
    CompletableFuture.delayedExecutor(leaseNanos / 3, TimeUnit.NANOSECONDS, executor)
        .execute(this::run);
  }

  private void lookAfter() {
    log.book().all().forEach(log::renew);
    log.strikeOut();
    if (!log.isComplete()) {
      complete();
    }
    long sentNanos = System.nanoTime();
    for (Journal left : journals.takeOver(log.book().known())) {
      log.book().adopt(left, sentNanos + leaseNanos);
    }
    for (Held held : log.book().all()) {
      while (!held.isRead && !log.isClosed()) {
        readOn(held);
      }
    }
    log.strikeOut();
  }

  /** Adds what waits in memory alone. */
  private void complete() {
    log.setComplete(true);
    try {
      for (Waiting<K, V> one : queue.room().all()) {
        complete(one);
      }
    } catch (RuntimeException e) {
      log.setComplete(false);
      throw e;
    }
  }

  /** The writer may have been told meanwhile. */
  private void complete(Waiting<K, V> one) {
    if (!log.book().isKept(one.key, one.number)) {
      log.keep(one.key, one.number, log.encode(one.key, one.value));
      Waiting<K, V> now = queue.room().find(one.key);
      if (now == null || now.number != one.number) {
        log.book().strike(one.key, one.number);
      }
    }
  }

  private void readOn(Held held) {
    log.arrivalOfOthers().lock();
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
      log.arrivalOfOthers().unlock();
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
    if (own != null && !log.book().isKept(key, own.number)) {
      log.keep(key, own.number, log.encode(key, own.value));
      held.journal.remove(List.of(mark));
    } else {
      long number = log.nextNumber();
      if (log.book().note(key, new Kept(held, number, mark))) {
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
    if (failure != null && !isFailing && !log.isClosed()) {
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

  /** Does something after the round that is under way. */
  void afterRound(Runnable last) {
    round.lock();
    try {
      last.run();
    } finally {
      round.unlock();
    }
  }

  private String home() {
    return "cache=" + cacheName + " ";
  }
}
