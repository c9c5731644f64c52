package io.tiercel.internal.jcache;

import io.tiercel.internal.stack.TierStack;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.WriteResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Lets one process load a key while the others wait for what it brings.
 *
 * <p>A lease is a mark in the tier that holds the truth, beside the cache's entries, and ends by
 * itself. Nothing rests on it but the number of loads: who cannot get one because the tier fails,
 * or has waited for as long as a lease lasts, loads without.
 */
final class LoadLeases<K, V> {
  private static final long FIRST_PAUSE_MILLIS = 2;
  private static final long LONGEST_PAUSE_MILLIS = 100;

  private final EntryTier<K, V> marks;
  private final Duration life;
  private final TierStack<K, V> stack;
  private final InstantSource clock;
  private final LongAdder spared = new LongAdder();

  /**
   * @param marks where the leases are
   * @param stack where what others have loaded arrives
   */
  LoadLeases(EntryTier<K, V> marks, Duration life, TierStack<K, V> stack, InstantSource clock) {
    this.marks = marks;
    this.life = life;
    this.stack = stack;
    this.clock = clock;
  }

  /** How many loads were spared because another process brought the value. */
  long spared() {
    return spared.sum();
  }

  /**
   * How a wait has ended.
   *
   * @param brought what another process has brought, or null when the caller is to load
   * @param hasLease whether the caller is to {@link #release} the key when it has loaded
   */
  record Turn<V>(@Nullable Entry<V> brought, boolean hasLease) {}

  /** Waits while another process loads the key. */
  Turn<V> awaitOthers(K key) {
    long end = System.nanoTime() + life.toNanos();
    long pause = FIRST_PAUSE_MILLIS;
    boolean mine = take(key);
    Entry<V> brought = brought(key);
    while (brought == null && !mine && end - System.nanoTime() > 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
      if (Thread.currentThread().isInterrupted()) {
        return new Turn<>(null, false);
      }
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      mine = take(key);
      brought = brought(key);
    }
    if (brought == null) {
      return new Turn<>(null, mine);
    }
    spared.increment();
    if (mine) {
      release(key);
    }
    return new Turn<>(brought, false);
  }

  /**
   * Asked after the lease is taken: who had it before has brought the value before giving it up.
   */
  private @Nullable Entry<V> brought(K key) {
    Entry<V> entry = stack.getLatest(key);
    return stack.isLive(entry) ? entry : null;
  }

  private boolean take(K key) {
    Entry<V> lease = new Entry<>(null, 1, clock.millis() + life.toMillis());
    try {
      WriteResult<Entry<V>> result = marks.write(key, lease, Condition.ifAbsent());
      if (result.isCommitted()) {
        return true;
      }
      Entry<V> held = result.current() == null ? marks.getLatest(key) : result.current();
      return held != null
          && held.isExpired(clock.millis())
          && marks.write(key, lease, Condition.ifUnchanged(held)).isCommitted();
    } catch (TierException e) {
      return true;
    }
  }

  /** Lets others load the key. Where this fails, the lease ends by itself. */
  void release(K key) {
    try {
      marks.remove(key, Condition.always());
    } catch (TierException e) {
      // as said
    }
  }
}
