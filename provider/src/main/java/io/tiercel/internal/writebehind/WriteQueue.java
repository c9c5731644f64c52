package io.tiercel.internal.writebehind;

import io.tiercel.CacheHealth;
import io.tiercel.internal.writebehind.Delivery.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
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
  private final String cacheName;
  private final WriteBehind options;
  private final @Nullable ChangeLog<K, V> log;
  private final Delivery<K, V> delivery;
  private final Executor executor;
  private final Reports reports;

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

  private long written;
  private long coalesced;
  private long failures;
  private long deadLetters;

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
    this.reports = new Reports(cacheName, options.deadLetters());
    this.backlog = new Backlog<>(options, System.nanoTime());
  }

  /** Begins with what an earlier process left in the log. */
  public void begin() {
    if (log != null) {
      log.takeRecovered()
          .forEach(one -> start(enter(new Change<>(one.key(), one.value()), one.number())));
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
    awaitRoom(key);
    return new Admitted<>(new Change<>(key, value), log == null ? null : log.encode(key, value));
  }

  private void awaitRoom(K key) {
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
          home() + ": interrupted while waiting for room in the write-behind queue", e);
    } finally {
      lock.unlock();
    }
  }

  private CacheWriterException full() {
    return new CacheWriterException(
        home()
            + ": "
            + backlog.size()
            + " keys wait for the cache writer, as many as may (option write-behind-max-pending),"
            + " and it took none within "
            + options.patience().toMillis()
            + " ms (option write-behind-patience); nothing was changed");
  }

  private void requireOpen(String fate) {
    if (isClosed) {
      throw new CacheWriterException(
          home() + " was closed while a change was under way, which " + fate);
    }
  }

  /**
   * Adds a change that has been made.
   *
   * @throws CacheWriterException when the cache is closed, or the log did not take it
   */
  public void add(Admitted<K, V> made) {
    IOException failure = null;
    long number = 0;
    try {
      number = log == null || made.bytes() == null ? 0 : log.add(made.change().key(), made.bytes());
    } catch (IOException e) {
      failure = e;
    }
    start(enter(made.change(), number));
    if (failure != null) {
      throw new CacheWriterException(
          home()
              + ": a change was made, but the log did not take it; it waits for the cache writer in"
              + " memory alone",
          failure);
    }
  }

  private void start(boolean needsThread) {
    if (needsThread) {
      executor.execute(this::run);
    }
  }

  /** Returns whether a thread is needed. */
  private boolean enter(Change<K, V> change, long number) {
    lock.lock();
    try {
      requireOpen("the cache writer was not told of");
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

  /** The change of a key that the writer has not taken yet, or null when there is none. */
  public @Nullable Change<K, V> find(K key) {
    lock.lock();
    try {
      return backlog.find(key);
    } finally {
      lock.unlock();
    }
  }

  /** How the changes have fared. */
  public CacheHealth.Writes health() {
    lock.lock();
    try {
      long now = System.nanoTime();
      return new CacheHealth.Writes(
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

  private void run() {
    for (List<Waiting<K, V>> batch = next(); !batch.isEmpty(); batch = next()) {
      Outcome<K> outcome = tell(batch);
      List<Waiting<K, V>> givenUp = settle(batch, outcome);
      Throwable failure = outcome.failure();
      reports.told(failure);
      if (failure != null) {
        reports.givenUp(givenUp, failure);
      }
      strike(batch, outcome, givenUp);
    }
  }

  /** Waits for what is to be written next; empty when nothing is left. */
  private List<Waiting<K, V>> next() {
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

  /** Errors are failures too: whoever made them is the writer, and what waits must not be lost. */
  private Outcome<K> tell(List<Waiting<K, V>> batch) {
    try {
      return delivery.deliver(batch.stream().map(Waiting::change).toList());
    } catch (RuntimeException | Error e) {
      return new Outcome<>(batch.stream().map(one -> one.key).collect(Collectors.toSet()), e);
    }
  }

  private List<Waiting<K, V>> settle(List<Waiting<K, V>> batch, Outcome<K> outcome) {
    lock.lock();
    try {
      List<Waiting<K, V>> givenUp = backlog.settle(batch, outcome.undone(), System.nanoTime());
      written += batch.size() - outcome.undone().size();
      failures += outcome.failure() == null ? 0 : 1;
      deadLetters += givenUp.size();
      progress.signalAll();
      return givenUp;
    } finally {
      lock.unlock();
    }
  }

  /** What was written or given up needs no more telling, by whatever process. */
  private void strike(List<Waiting<K, V>> batch, Outcome<K> outcome, List<Waiting<K, V>> givenUp) {
    if (log != null) {
      for (Waiting<K, V> one : batch) {
        if (!outcome.undone().contains(one.key) || givenUp.contains(one)) {
          log.done(one.key, one.number);
        }
      }
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
    List<Waiting<K, V>> left = drain();
    if (log != null) {
      reports.left(left.size());
      log.close();
    } else if (!left.isEmpty()) {
      giveUp(left);
    }
  }

  private void giveUp(List<Waiting<K, V>> left) {
    CacheException failure =
        new CacheException(
            home()
                + ": "
                + left.size()
                + " changes were not written within "
                + options.drain().toMillis()
                + " ms of its closing (option write-behind-drain) and are given up");
    reports.givenUp(left, failure);
    throw failure;
  }

  private List<Waiting<K, V>> drain() {
    boolean interrupted = false;
    lock.lock();
    try {
      long now = System.nanoTime();
      long end = now + Backlog.nanos(options.drain());
      backlog.hurry(now);
      work.signal();
      while (!backlog.isEmpty() && end - now > 0) {
        interrupted |= await(progress, end - now);
        now = System.nanoTime();
      }
      isClosed = true;
      List<Waiting<K, V>> left = backlog.clear();
      deadLetters += log == null ? left.size() : 0;
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

  private String home() {
    return "cache \"" + cacheName + "\"";
  }
}
