package io.tiercel.internal.writebehind;

import static java.util.Objects.requireNonNull;

import io.tiercel.internal.codec.LoggedEntries;
import io.tiercel.tiers.spi.Journals;
import io.tiercel.tiers.spi.TierException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The changes that wait for the writer, in a journal that others take over when this process ends.
 * Thread-safe.
 */
public final class JournalLog<K, V> implements ChangeLog<K, V> {
  private static final Logger LOG = System.getLogger(JournalLog.class.getName());

  private final String cacheName;
  private final LoggedEntries<K, V> entries;
  private final Journals journals;
  private final long leaseNanos;
  private final Executor executor;

  /**
   * Read: own changes on their way into a journal and the queue. Write: those that others left. So
   * an older change of another process does not come into the queue after a newer of this one.
   */
  private final ReentrantReadWriteLock arriving = new ReentrantReadWriteLock();

  private volatile @Nullable JournalHolder<K, V> holder;
  private volatile @Nullable JournalKeeper<K, V> keeper;

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
    JournalHolder<K, V> held = new JournalHolder<>(cacheName, journals, leaseNanos, queue.room());
    JournalKeeper<K, V> beginning =
        new JournalKeeper<>(
            cacheName, held, queue, entries, arriving.writeLock(), leaseNanos / 3, executor);
    holder = held;
    keeper = beginning;
    executor.execute(beginning::run);
  }

  private JournalHolder<K, V> holder() {
    return requireNonNull(holder, "begun");
  }

  @Override
  public byte[] encode(K key, @Nullable V value) {
    return entries.encode(key, value);
  }

  @Override
  public void add(K key, byte[] bytes, LongConsumer entering) throws IOException {
    JournalHolder<K, V> held = holder();
    arriving.readLock().lock();
    long number = held.book().nextNumber();
    try {
      held.keep(key, number, bytes);
    } catch (TierException e) {
      held.setComplete(false);
      throw new IOException(e.getMessage(), e);
    } finally {
      try {
        entering.accept(number);
      } finally {
        arriving.readLock().unlock();
      }
    }
  }

  @Override
  public void confirm(Collection<Waiting<K, V>> changes) {
    holder().confirm(changes);
  }

  @Override
  public void done(Collection<Waiting<K, V>> changes) {
    JournalHolder<K, V> held = holder();
    changes.forEach(one -> held.book().strike(one.key, one.number));
    try {
      held.strikeOut();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, () -> "cache=" + cacheName + " written changes are struck out later", e);
    }
  }

  /** After one that was not answered no other attempt is made: the cache is being closed. */
  @Override
  public boolean keeps(Waiting<K, V> change) {
    JournalHolder<K, V> held = holder();
    if (!held.book().isKept(change.key, change.number) && !held.isClosed()) {
      try {
        held.keep(change.key, change.number, encode(change.key, change.value));
      } catch (TierException e) {
        if (e.kind() != TierException.Kind.REJECTED) {
          held.close();
        }
      }
    }
    return held.book().isKept(change.key, change.number);
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
    JournalKeeper<K, V> begun = keeper;
    try (journals) {
      if (begun != null) {
        begun.close();
      }
    }
  }
}
