package io.tiercel.internal.writebehind;

import io.tiercel.internal.codec.LoggedEntries;
import io.tiercel.internal.writebehind.JournalBook.Kept;
import io.tiercel.tiers.spi.Journal;
import io.tiercel.tiers.spi.Journal.Added;
import io.tiercel.tiers.spi.Journal.Mark;
import io.tiercel.tiers.spi.Journal.Renewal;
import io.tiercel.tiers.spi.Journal.Standing;
import io.tiercel.tiers.spi.Journals;
import io.tiercel.tiers.spi.TierException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Holds the journals of a cache, and finds out when it does not any more. Thread-safe.
 *
 * <p>A change is never told after another process could have taken it over: before the writer is
 * told, the lease of each journal is begun anew, and it is asked whether the changes still count.
 * While the journals cannot be reached, the writer is told for as long as the leases last, then
 * waits for one lease more, and then is told all the same.
 */
final class JournalHolder<K, V> {
  private static final Logger LOG = System.getLogger(JournalHolder.class.getName());
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final String cacheName;
  private final Journals journals;
  private final long leaseNanos;
  private final WaitingRoom<K, V> room;
  private final JournalBook<K> book = new JournalBook<>();

  /** Held for a moment: who finds a journal gone from the book finds its changes forgotten. */
  private final ReentrantLock forgetting = new ReentrantLock();

  /** Whether all that waits lies in a journal, as far as is known. */
  private volatile boolean isComplete = true;

  private volatile boolean isClosed;

  /**
   * @param room where the changes wait that lie in the journals
   */
  JournalHolder(String cacheName, Journals journals, long leaseNanos, WaitingRoom<K, V> room) {
    this.cacheName = cacheName;
    this.journals = journals;
    this.leaseNanos = leaseNanos;
    this.room = room;
  }

  JournalBook<K> book() {
    return book;
  }

  boolean isComplete() {
    return isComplete;
  }

  void setComplete(boolean complete) {
    isComplete = complete;
  }

  boolean isClosed() {
    return isClosed;
  }

  /** From now on nobody waits for a journal. */
  void close() {
    isClosed = true;
  }

  /** Takes over the journals of processes that are gone. */
  void takeOver() {
    long sentNanos = System.nanoTime();
    for (Journal left : journals.takeOver(book.known())) {
      book.adopt(left, sentNanos + leaseNanos);
    }
  }

  /** Adds a change to the journal of this process, or to a new one where that was lost. */
  void keep(K key, long number, byte[] bytes) {
    String name = LoggedEntries.name(bytes);
    while (true) {
      Held own = book.own(journals::begin);
      long sentNanos = System.nanoTime();
      Added added;
      try {
        added = own.journal.add(name, number, bytes);
      } catch (TierException e) {
        if (e.kind() == TierException.Kind.TIMEOUT) {
          book.note(key, new Kept(own, number, new Mark(name, number, "")));
        }
        throw e;
      }
      judge(own, added.standing(), sentNanos);
      if (added.standing() == Standing.HELD
          && book.note(key, new Kept(own, number, new Mark(name, number, added.id())))) {
        return;
      }
    }
  }

  /** Begins the lease of a journal anew. */
  void renew(Held held) {
    renew(held, Map.of());
  }

  /** What another process has changed since is not told any more. */
  private void renew(Held held, Map<Mark, Waiting<K, V>> changes) {
    long sentNanos = System.nanoTime();
    Renewal renewal = held.journal.renew(changes.keySet());
    judge(held, renewal.standing(), sentNanos);
    if (!renewal.overtaken().isEmpty()) {
      List<Waiting<K, V>> overtaken = new ArrayList<>();
      changes.forEach(
          (mark, change) -> {
            if (renewal.overtaken().contains(mark.name())) {
              overtaken.add(change);
              book.strike(change.key, change.number);
            }
          });
      room.spare(overtaken);
    }
  }

  private void judge(Held held, Standing standing, long sentNanos) {
    switch (standing) {
      case HELD -> {
        held.sureUntilNanos = sentNanos + leaseNanos;
        held.isAlone = false;
      }
      case TAKEN -> taken(held);
      case LOST -> lost(held);
    }
  }

  /** What is not certain to have been there is not certain to be told by who took it over. */
  private void taken(Held held) {
    Map<K, Long> certain = forget(held);
    if (certain != null) {
      LOG.log(
          Level.WARNING,
          () ->
              home()
                  + "was silent for longer than write-behind-lease: another process took over "
                  + certain.size()
                  + " changes that waited here");
    }
  }

  /** Returns what is another process's now, or null when that was known. */
  private @Nullable Map<K, Long> forget(Held held) {
    forgetting.lock();
    try {
      Map<K, Kept> gone = book.drop(held);
      if (gone == null) {
        return null;
      }
      Map<K, Long> certain = new HashMap<>();
      gone.forEach(
          (key, kept) -> {
            if (kept.isCertain()) {
              certain.put(key, kept.number());
            }
          });
      if (certain.size() < gone.size()) {
        isComplete = false;
      }
      room.forget(certain);
      return certain;
    } finally {
      forgetting.unlock();
    }
  }

  private void lost(Held held) {
    Map<K, Kept> gone = book.drop(held);
    if (gone != null) {
      isComplete = false;
      LOG.log(
          Level.WARNING,
          () ->
              home()
                  + gone.size()
                  + " changes that wait are not where they were kept any more and are added again");
    }
  }

  /** Makes sure of the changes of a batch, as {@link ChangeLog#confirm} does. */
  void confirm(Collection<Waiting<K, V>> changes) {
    byJournal(changes)
        .forEach(
            (held, marks) -> {
              if (!marks.isEmpty() || !held.isSure()) {
                confirm(held, marks);
              }
            });
  }

  /**
   * Each journal, with those of the changes that it has: it is still held, or they are forgotten.
   */
  private Map<Held, Map<Mark, Waiting<K, V>>> byJournal(Collection<Waiting<K, V>> changes) {
    forgetting.lock();
    try {
      Map<Held, Map<Mark, Waiting<K, V>>> byJournal = new LinkedHashMap<>();
      book.all().forEach(held -> byJournal.put(held, new HashMap<>()));
      for (Waiting<K, V> one : changes) {
        Kept kept = book.find(one.key, one.number);
        if (kept != null) {
          byJournal.computeIfAbsent(kept.held(), first -> new HashMap<>()).put(kept.mark(), one);
        }
      }
      return byJournal;
    } finally {
      forgetting.unlock();
    }
  }

  private void confirm(Held held, Map<Mark, Waiting<K, V>> changes) {
    long endNanos = System.nanoTime() + (held.isAlone ? 0 : leaseNanos);
    while (!isClosed) {
      try {
        renew(held, changes);
        return;
      } catch (RuntimeException e) {
        LOG.log(Level.DEBUG, () -> home() + "a journal was not confirmed", e);
        if (held.isSure()) {
          return;
        }
        if (System.nanoTime() - endNanos >= 0) {
          held.isAlone = true;
          return;
        }
        if (!Thread.interrupted()) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    }
  }

  /** Removes from journals what needs no more telling, and releases those of others when done. */
  void strikeOut() {
    for (Held held : book.all()) {
      List<Mark> due = book.takeDue(held);
      if (!due.isEmpty()) {
        try {
          held.journal.remove(due);
        } catch (RuntimeException e) {
          book.putBack(held, due);
          throw e;
        }
      }
    }
    book.takeFinished().forEach(finished -> finished.journal.release());
  }

  /** Where this fails the leases run out by themselves. */
  void release() {
    try {
      strikeOut();
      book.all().forEach(held -> held.journal.release());
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, () -> home() + "journals were not released", e);
    }
  }

  private String home() {
    return "cache=" + cacheName + " ";
  }
}
