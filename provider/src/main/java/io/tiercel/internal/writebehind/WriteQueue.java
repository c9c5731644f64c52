package io.tiercel.internal.writebehind;

import io.tiercel.CacheHealth;
import io.tiercel.internal.stack.Start;
import io.tiercel.internal.writebehind.Delivery.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import javax.cache.CacheException;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;

/**
 * Tells the writer of a cache of changes after they were made: the newest of each key, one batch at
 * a time, again after a pause when it fails. Thread-safe.
 *
 * <p>Who adds the changes of a key in their order has the writer told of them in that order. While
 * anything waits a thread of the executor is at work.
 */
public final class WriteQueue<K, V> implements AutoCloseable {
  private static final long PAUSE_MILLIS = 1_000;

  private final String cacheName;
  private final WriteBehind options;
  private final @Nullable ChangeLog<K, V> log;
  private final Delivery<K, V> delivery;
  private final Executor executor;
  private final Reports<K, V> reports;
  private final WaitingRoom<K, V> room;

  /** Held from when changes count as written until they are struck out; around no caller's code. */
  private final ReentrantLock striking = new ReentrantLock();

  /**
   * @param log keeps what waits beyond the life of this process, or null
   * @param executor has a thread for the writer
   */
  public WriteQueue(
      String cacheName,
      WriteBehind options,
      @Nullable ChangeLog<K, V> log,
      Delivery<K, V> delivery,
      Executor executor) {
    this.cacheName = cacheName;
    this.options = options;
    this.log = log;
    this.delivery = delivery;
    this.executor = executor;
    this.reports = new Reports<>(cacheName, delivery, options.deadLetters());
    this.room = new WaitingRoom<>(home(), delivery.destination(), options);
  }

  /** Begins with what earlier processes left. */
  public void begin() {
    if (log != null) {
      log.begin(this);
    }
  }

  /**
   * Makes sure that a change can be added once it has been made; waits for room if it must. One of
   * a key that waits already needs none.
   *
   * @param value the value to write, or null to delete
   * @throws CacheWriterException when there is no room in time
   * @throws IllegalArgumentException when it cannot be written into the log; the message names the
   *     class and what to do
   */
  public Admitted<K, V> admit(K key, @Nullable V value) {
    room.awaitRoom(key);
    return new Admitted<>(new Change<>(key, value), log == null ? null : log.encode(key, value));
  }

  /**
   * Adds a change that has been made.
   *
   * @throws CacheWriterException when the cache is closed, or the log did not take it
   */
  public void add(Admitted<K, V> made) {
    if (log == null || made.bytes() == null) {
      enter(made.change(), 0);
      return;
    }
    try {
      log.add(made.change().key(), made.bytes(), number -> enter(made.change(), number));
    } catch (IOException e) {
      throw new CacheWriterException(
          home()
              + ": a change was made, but the log did not take it; it waits for the cache writer in"
              + " memory alone",
          e);
    }
  }

  /** Adds a change that lies in the log under this number already. */
  void enter(Change<K, V> change, long number) {
    if (room.enter(change, number)) {
      Start.on(executor, this::run, room::leave);
    }
  }

  /** Whether a change of this key could be added without waiting for room. */
  boolean hasRoom(Object key) {
    return room.isFor(key);
  }

  /** The change of a key that the writer has not taken yet, or null when there is none. */
  public @Nullable Change<K, V> find(K key) {
    Waiting<K, V> found = room.find(key);
    return found == null ? null : found.change();
  }

  /** The changes that wait, for the log that keeps them. */
  WaitingRoom<K, V> room() {
    return room;
  }

  /** How the changes have fared. */
  public CacheHealth.Writes health() {
    WaitingRoom.Counts counts = room.counts();
    return new CacheHealth.Writes(
        counts.pending(),
        counts.oldest(),
        counts.written(),
        counts.coalesced(),
        counts.failures(),
        counts.deadLetters(),
        log == null ? 0 : log.takenOver(),
        log == null ? 0 : log.unreadable());
  }

  private void run() {
    boolean finished = false;
    try {
      tellAll();
      finished = true;
    } finally {
      if (!finished) {
        room.leave();
        CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS, executor)
            .execute(this::resume);
      }
    }
  }

  private void resume() {
    if (room.needsThread()) {
      run();
    }
  }

  private void tellAll() {
    for (List<Waiting<K, V>> next = room.next(); !next.isEmpty(); next = room.next()) {
      List<Waiting<K, V>> batch = confirmed(next);
      if (batch.isEmpty()) {
        continue;
      }
      Outcome<K> outcome = tell(batch);
      List<Waiting<K, V>> givenUp = settle(batch, outcome);
      Throwable failure = outcome.failure();
      reports.told(failure);
      if (failure != null) {
        giveUp(givenUp, failure);
      }
    }
  }

  private void giveUp(List<Waiting<K, V>> changes, Throwable cause) {
    try {
      reports.givenUp(changes, cause);
      strike(changes);
    } finally {
      room.endGivingUp();
    }
  }

  /** Whoever finds that nothing waits any more, and takes the lock, finds nothing in the log. */
  private List<Waiting<K, V>> settle(List<Waiting<K, V>> batch, Outcome<K> outcome) {
    striking.lock();
    try {
      List<Waiting<K, V>> givenUp = room.settle(batch, outcome);
      strike(batch.stream().filter(one -> !outcome.undone().contains(one.key)).toList());
      return givenUp;
    } finally {
      striking.unlock();
    }
  }

  /** Those that are still this process's to tell. */
  private List<Waiting<K, V>> confirmed(List<Waiting<K, V>> batch) {
    if (log == null) {
      return batch;
    }
    log.confirm(batch);
    return room.remembered(batch);
  }

  /** Errors are failures too: whoever made them is the writer, and what waits must not be lost. */
  private Outcome<K> tell(List<Waiting<K, V>> batch) {
    try {
      return delivery.deliver(batch.stream().map(Waiting::change).toList());
    } catch (RuntimeException | Error e) {
      return new Outcome<>(batch.stream().map(one -> one.key).collect(Collectors.toSet()), e);
    }
  }

  /** What was written or given up needs no more telling, by whatever process. */
  private void strike(List<Waiting<K, V>> changes) {
    if (log != null) {
      log.done(changes);
    }
  }

  /**
   * Waits until everything has been written, for as long as the options say. The rest stays in the
   * log, or else is given up.
   *
   * @throws CacheException when something is given up
   */
  @Override
  public void close() throws IOException {
    List<Waiting<K, V>> lost = new ArrayList<>(room.drain());
    if (log != null) {
      int left = lost.size();
      lost.removeIf(log::keeps);
      reports.left(left - lost.size(), options.kind());
      closeLog(log);
    }
    if (!lost.isEmpty()) {
      giveUpLeft(lost);
    }
  }

  private void closeLog(ChangeLog<K, V> open) throws IOException {
    striking.lock();
    try {
      open.close();
    } finally {
      striking.unlock();
    }
  }

  private void giveUpLeft(List<Waiting<K, V>> left) {
    CacheException failure =
        new CacheException(
            home()
                + ": "
                + left.size()
                + " changes were not written within "
                + options.drain().toMillis()
                + " ms of its closing (option write-behind-drain) and are given up");
    room.gaveUp(left.size());
    reports.givenUp(left, failure);
    throw failure;
  }

  private String home() {
    return "cache \"" + cacheName + "\"";
  }
}
