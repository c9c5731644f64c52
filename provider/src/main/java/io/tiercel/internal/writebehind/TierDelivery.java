package io.tiercel.internal.writebehind;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.TierException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Brings changes to the lower of two tiers: what the upper one has of their keys by then, which may
 * be another process's change. What the upper one has lost is taken from the change, unless the
 * lower one has something newer.
 *
 * <p>The lower tier is read before the upper one and written only if it is unchanged. So when two
 * processes bring changes of a key, the older one is never the last.
 */
public final class TierDelivery<K, V> implements Delivery<K, Entry<V>> {
  private static final int LANES = 16;

  private final String name;
  private final EntryTier<K, V> upper;
  private final EntryTier<K, V> lower;
  private final Clearings clearings;
  private final InstantSource clock;
  private final Executor executor;
  private final long longestWaitMillis;
  private final long tombstoneMillis;

  /**
   * @param name of the lower tier
   * @param executor has threads to write with, several at a time
   * @param longestWait how long a change may wait, in this process or another
   * @param tombstoneLife how long a removed key is remembered in the upper tier after that
   */
  public TierDelivery(
      String name,
      EntryTier<K, V> upper,
      EntryTier<K, V> lower,
      Clearings clearings,
      InstantSource clock,
      Executor executor,
      Duration longestWait,
      Duration tombstoneLife) {
    this.name = name;
    this.upper = upper;
    this.lower = lower;
    this.clearings = clearings;
    this.clock = clock;
    this.executor = executor;
    this.longestWaitMillis = longestWait.toMillis();
    this.tombstoneMillis = tombstoneLife.toMillis();
  }

  @Override
  public Outcome<K> deliver(List<Change<K, Entry<V>>> changes) {
    long cleared = clearings.last();
    Set<K> undone = ConcurrentHashMap.newKeySet();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    eachInLanes(
        changes,
        change -> {
          try {
            bring(change.key(), entry(change), cleared);
          } catch (RuntimeException e) {
            undone.add(change.key());
            failure.set(e);
          }
        });
    takeBackWhatWasCleared(changes, cleared);
    return new Outcome<>(undone, failure.get());
  }

  @Override
  public String destination() {
    return "tier " + name;
  }

  @Override
  public @Nullable Object shown(@Nullable Entry<V> entry) {
    return entry == null || entry.isTombstone() ? null : entry.value();
  }

  private static <K, V> Entry<V> entry(Change<K, Entry<V>> change) {
    Entry<V> entry = change.value();
    if (entry == null) {
      throw new IllegalStateException("a removal is a tombstone here");
    }
    return entry;
  }

  private interface Work<K, V> {
    void on(Change<K, Entry<V>> change);
  }

  private void eachInLanes(List<Change<K, Entry<V>>> changes, Work<K, V> work) {
    List<CompletableFuture<Void>> lanes = new ArrayList<>();
    for (int lane = 0; lane < Math.min(LANES, changes.size()); lane++) {
      int first = lane;
      lanes.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = first; i < changes.size(); i += LANES) {
                  work.on(changes.get(i));
                }
              },
              executor));
    }
    lanes.forEach(CompletableFuture::join);
  }

  private void bring(K key, Entry<V> changed, long cleared) {
    boolean settled = false;
    while (!settled) {
      Entry<V> below = lower.getLatest(key);
      Entry<V> above = upper.getLatest(key);
      Entry<V> next = above == null ? changed : above;
      if (above == null && next.version() <= cleared) {
        settled = removeCleared(key, below, cleared);
      } else {
        settled = (above == null && isAtLeast(below, next)) || write(key, next, below);
      }
      if (settled && above != null && above.isTombstone()) {
        shorten(key, above);
      }
    }
  }

  private static boolean isAtLeast(@Nullable Entry<?> below, Entry<?> next) {
    return below != null && below.version() >= next.version();
  }

  /** Returns false when something else is there than what was seen. */
  private boolean write(K key, Entry<V> next, @Nullable Entry<V> below) {
    long now = clock.millis();
    boolean isOver = !next.isTombstone() && next.isExpired(now);
    if (isOver) {
      return below == null || lower.remove(key, Condition.ifUnchanged(below));
    }
    Entry<V> written =
        next.isTombstone() ? new Entry<>(null, next.version(), now + longestWaitMillis) : next;
    return lower
        .write(key, written, below == null ? Condition.ifAbsent() : Condition.ifUnchanged(below))
        .isCommitted();
  }

  /** It need not outlast anything but reads that are under way. */
  private void shorten(K key, Entry<V> tombstone) {
    long end = clock.millis() + tombstoneMillis;
    if (tombstone.deadlineMillis() > end) {
      try {
        upper.write(
            key, new Entry<>(null, tombstone.version(), end), Condition.ifUnchanged(tombstone));
      } catch (TierException e) {
        // it stays longer than it must
      }
    }
  }

  /** Somebody may have cleared the lower tier before what was read above was written there. */
  private void takeBackWhatWasCleared(List<Change<K, Entry<V>>> changes, long before) {
    long cleared = clearings.last();
    if (cleared != before) {
      eachInLanes(changes, change -> takeBack(change.key(), cleared));
    }
  }

  private void takeBack(K key, long cleared) {
    Entry<V> below = lower.getLatest(key);
    if (upper.getLatest(key) == null) {
      removeCleared(key, below, cleared);
    }
  }

  /** Leaves nothing that was cleared; returns false when something else is there by now. */
  private boolean removeCleared(K key, @Nullable Entry<V> below, long cleared) {
    return below == null
        || below.version() > cleared
        || lower.remove(key, Condition.ifUnchanged(below));
  }
}
