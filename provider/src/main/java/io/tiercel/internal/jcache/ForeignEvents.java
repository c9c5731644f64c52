package io.tiercel.internal.jcache;

import io.tiercel.internal.event.Listeners;
import io.tiercel.internal.stack.Hold;
import io.tiercel.internal.stack.LastKnown;
import io.tiercel.internal.stack.Start;
import io.tiercel.internal.stack.TierStack;
import io.tiercel.tiers.spi.ChangeListener;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners what other processes did to entries.
 *
 * <p>News says of a key that something happened. What did, is found by comparing what the authority
 * has now with what was known here: so changes in quick succession are told as one, and the echo of
 * a change of our own, which is known, as none. Where the authority cannot be asked, nothing is
 * told. The key is locked meanwhile, which keeps its events in the order of its changes. One thread
 * at a time tells.
 */
final class ForeignEvents<K, V> implements ChangeListener<K>, AutoCloseable {
  static final int MOST_PENDING = 10_000;
  private static final long PAUSE_MILLIS = 1_000;

  private static final Logger LOG = System.getLogger(ForeignEvents.class.getName());

  private final String cacheName;
  private final Listeners<K, V> listeners;
  private final LastKnown<K> known;
  private final ChangeListener<K> next;
  private final InstantSource clock;
  private final Executor executor;
  private final Set<K> pending = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean telling = new AtomicBoolean();
  private final AtomicBoolean overflown = new AtomicBoolean();

  /** Set once the stack is built; nothing is told before. */
  private volatile @Nullable TierStack<K, V> stack;

  private volatile boolean hears;
  private volatile boolean closed;

  /**
   * @param known what this process does to the authority
   * @param next hears all news, too
   */
  ForeignEvents(
      String cacheName,
      Listeners<K, V> listeners,
      LastKnown<K> known,
      ChangeListener<K> next,
      InstantSource clock,
      Executor executor) {
    this.cacheName = cacheName;
    this.listeners = listeners;
    this.known = known;
    this.next = next;
    this.clock = clock;
    this.executor = executor;
  }

  /**
   * Begins to tell. Tiers connect at the first question, and nothing is heard before: so one is
   * asked now, in the background, and again until they announce their changes.
   *
   * @param question asks the tiers something, or throws when that fails
   */
  void listen(TierStack<K, V> built, Runnable question) {
    stack = built;
    executor.execute(() -> connect(question));
  }

  private void connect(Runnable question) {
    if (hears || closed) {
      return;
    }
    try {
      question.run();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, () -> "cache=" + cacheName + " cannot hear of changes yet", e);
    }
    CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS, executor)
        .execute(() -> connect(question));
  }

  @Override
  public void changed(K key) {
    next.changed(key);
    if (listeners.areNone()) {
      return;
    }
    if (pending.size() < MOST_PENDING) {
      pending.add(key);
      begin();
    } else if (overflown.compareAndSet(false, true)) {
      LOG.log(
          Level.WARNING,
          () ->
              "cache="
                  + cacheName
                  + " listeners do not keep up with the changes of other processes and miss some: "
                  + MOST_PENDING
                  + " wait");
    }
  }

  private void begin() {
    if (telling.compareAndSet(false, true)) {
      Start.on(executor, this::tellAll, () -> telling.set(false));
    }
  }

  /** An error ends the thread, not the telling: another thread goes on. */
  private void tellAll() {
    try {
      for (Iterator<K> keys = pending.iterator(); keys.hasNext(); ) {
        K key = keys.next();
        keys.remove();
        tell(key);
      }
    } finally {
      overflown.set(false);
      telling.set(false);
      if (!pending.isEmpty()) {
        begin();
      }
    }
  }

  private void tell(K key) {
    TierStack<K, V> built = stack;
    if (built == null || !built.isEnabled()) {
      return;
    }
    try {
      Hold lock = built.lock(List.of(key));
      try {
        LastKnown.State before = known.of(key);
        tell(key, before, built.read(key), built);
      } finally {
        lock.close();
      }
    } catch (CacheException e) {
      // That a tier does not answer is said once, where it is found out.
      LOG.log(
          e.getCause() instanceof TierException ? Level.DEBUG : Level.WARNING,
          () -> "cache=" + cacheName + " a change by another process was not told",
          e);
    }
  }

  private void tell(
      K key, LastKnown.@Nullable State before, @Nullable Entry<V> now, TierStack<K, V> built) {
    boolean wasLive = before != null && before.isLive(clock.millis());
    if (now == null || !built.isLive(now)) {
      known.know(key, null);
      if (wasLive) {
        listeners.removedElsewhere(key);
      }
    } else if (before == null || before.version() != now.version()) {
      known.know(key, now);
      if (wasLive) {
        listeners.updatedElsewhere(key, now.value());
      } else {
        listeners.created(key, now.value());
      }
    }
  }

  @Override
  public void allChanged() {
    next.allChanged();
  }

  @Override
  public void doubt() {
    next.doubt();
  }

  @Override
  public void armed() {
    hears = true;
    next.armed();
  }

  @Override
  public void close() {
    closed = true;
  }
}
