package io.tiercel.internal.writebehind;

import static java.util.Objects.requireNonNull;

import io.tiercel.internal.codec.LoggedEntries;
import io.tiercel.internal.writebehind.JournalBook.Kept;
import io.tiercel.tiers.spi.Journal.Added;
import io.tiercel.tiers.spi.Journal.Mark;
import io.tiercel.tiers.spi.Journal.Renewal;
import io.tiercel.tiers.spi.Journal.Standing;
import io.tiercel.tiers.spi.Journals;
import io.tiercel.tiers.spi.TierException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The changes that wait for the writer, in a journal that others take over when this process ends.
 * Thread-safe.
 *
 * <p>A change is never told after another process could have taken it over: before the writer is
 * told, the lease of each journal is begun anew, and it is asked whether the changes still count.
 * While the journals cannot be reached, the writer is told for as long as the leases last, then
 * waits for one lease more, and then is told all the same.
 */
public final class JournalLog<K, V> implements ChangeLog<K, V> {
  private static final Logger LOG = System.getLogger(JournalLog.class.getName());
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final String cacheName;
  private final LoggedEntries<K, V> entries;
  private final Journals journals;
  private final long leaseNanos;
  private final Executor executor;
  private final JournalBook<K> book = new JournalBook<>();
  private final AtomicLong numbers = new AtomicLong();

  /**
   * Read: own changes on their way into a journal and the queue. Write: those that others left. So
   * an older change of another process does not come into the queue after a newer of this one.
   */
  private final ReentrantReadWriteLock arriving = new ReentrantReadWriteLock();

  private volatile @Nullable JournalKeeper<K, V> keeper;

  /** Whether all that waits lies in a journal, as far as is known. */
  private volatile boolean isComplete = true;

  private volatile boolean isClosed;

  /**
   * @param lease how long others wait for a sign of life of this process
   * @param executor has a thread for what is done now and then
   */
  public JournalLog(
      String cacheName,
      LoggedEntries<K, V> entries,
      Journals journals,
      Duration lease,
      Executor executor) {
    this.cacheName = cacheName;
    this.entries = entries;
    this.journals = journals;
    this.leaseNanos = lease.toNanos();
    this.executor = executor;
  }

  @Override
  public void begin(WriteQueue<K, V> queue) {
    JournalKeeper<K, V> beginning =
        new JournalKeeper<>(cacheName, this, queue, entries, journals, leaseNanos, executor);
    keeper = beginning;
    executor.execute(beginning::run);
  }

  private JournalKeeper<K, V> keeper() {
    return requireNonNull(keeper, "begun");
  }

  @Override
  public byte[] encode(K key, @Nullable V value) {
    return entries.encode(key, value);
  }

  @Override
  public void add(K key, byte[] bytes, LongConsumer entering) throws IOException {
    long number = nextNumber();
    arriving.readLock().lock();
    try {
      keep(key, number, bytes);
    } catch (TierException e) {
      isComplete = false;
      throw new IOException(e.getMessage(), e);
    } finally {
      try {
        entering.accept(number);
      } finally {
        arriving.readLock().unlock();
      }
    }
  }

  long nextNumber() {
    return numbers.incrementAndGet();
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
      keeper().spare(overtaken);
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
    Map<K, Kept> gone = book.drop(held);
    if (gone != null) {
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
      keeper().forget(certain);
      LOG.log(
          Level.WARNING,
          () ->
              home()
                  + "was silent for longer than write-behind-lease: another process took over "
                  + certain.size()
                  + " changes that waited here");
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

  @Override
  public void confirm(Collection<Waiting<K, V>> changes) {
    Map<Held, Map<Mark, Waiting<K, V>>> byJournal = new HashMap<>();
    for (Waiting<K, V> one : changes) {
      Kept kept = book.find(one.key, one.number);
      if (kept != null) {
        byJournal.computeIfAbsent(kept.held(), first -> new HashMap<>()).put(kept.mark(), one);
      }
    }
    for (Held held : book.all()) {
      Map<Mark, Waiting<K, V>> marks = byJournal.getOrDefault(held, Map.of());
      if (!marks.isEmpty() || !held.isSure()) {
        confirm(held, marks);
      }
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

  @Override
  public void done(Collection<Waiting<K, V>> changes) {
    changes.forEach(one -> book.strike(one.key, one.number));
    try {
      strikeOut();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, () -> home() + "what was written is struck out later", e);
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

  @Override
  public boolean keeps(Waiting<K, V> change) {
    if (!book.isKept(change.key, change.number) && !isClosed) {
      try {
        keep(change.key, change.number, encode(change.key, change.value));
      } catch (TierException e) {
        isClosed = true;
      }
    }
    return book.isKept(change.key, change.number);
  }

  JournalBook<K> book() {
    return book;
  }

  ReentrantReadWriteLock.WriteLock arrivalOfOthers() {
    return arriving.writeLock();
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

  @Override
  public long takenOver() {
    JournalKeeper<K, V> begun = keeper;
    return begun == null ? 0 : begun.takenOver();
  }

  @Override
  public long unreadable() {
    JournalKeeper<K, V> begun = keeper;
    return begun == null ? 0 : begun.unreadable();
  }

  @Override
  public void close() {
    isClosed = true;
    JournalKeeper<K, V> begun = keeper;
    try (journals) {
      if (begun != null) {
        begun.afterRound(this::release);
      }
    }
  }

  /** Where this fails the leases run out by themselves. */
  private void release() {
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
