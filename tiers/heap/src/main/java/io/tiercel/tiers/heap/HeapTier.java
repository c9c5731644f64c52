package io.tiercel.tiers.heap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.DepartureListener;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import io.tiercel.tiers.spi.EntryTierSetup;
import io.tiercel.tiers.spi.WriteResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps entries as objects in the memory of this process, bounded; Caffeine chooses what to evict.
 *
 * <p>A hit is one lookup and allocates nothing. An entry is gone for every caller in the very
 * millisecond its deadline is reached, or the time it is to be kept for beyond that is over; it
 * leaves memory, and its departure is told, within about two seconds of that, touched or not.
 * Thread-safe.
 */
public final class HeapTier<K, V> implements EntryTier<K, V> {
  private final Cache<K, Entry<V>> cache;
  private final DepartureListener<K, V> departures;
  private final InstantSource clock;

  /** A tier bounded as the options say. */
  public HeapTier(HeapOptions options, EntryTierSetup<K, V> setup, InstantSource clock) {
    this.departures = setup.departures();
    this.clock = clock;
    Caffeine<K, Entry<V>> builder = Bound.<K, V>of(options).evictionListener(this::departed);
    Duration maxLife = shorter(options.maxLife(), setup.maxLife());
    if (setup.expires() || maxLife != null) {
      builder
          .expireAfter(new DeadlineExpiry<>(maxLife, setup.keptFor()))
          .ticker(DeadlineExpiry.ticker(clock))
          .scheduler(Scheduler.systemScheduler());
    }
    this.cache = builder.build();
  }

  private static @Nullable Duration shorter(@Nullable Duration a, @Nullable Duration b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.compareTo(b) <= 0 ? a : b;
  }

  private void departed(@Nullable K key, @Nullable Entry<V> entry, RemovalCause cause) {
    if (key == null || entry == null) {
      return;
    }
    if (entry.isExpired(clock.millis())) {
      departures.expired(key, entry);
    } else if (cause == RemovalCause.SIZE) {
      departures.evicted(key, entry);
    }
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.PRIVATE;
  }

  @Override
  public @Nullable Entry<V> get(K key) {
    return cache.getIfPresent(key);
  }

  @Override
  public WriteResult<Entry<V>> write(K key, Entry<V> next, Condition<Entry<V>> condition) {
    return switch (condition.kind()) {
      case ALWAYS -> {
        cache.put(key, next);
        yield WriteResult.committed();
      }
      case IF_ABSENT -> {
        Entry<V> held = cache.asMap().putIfAbsent(key, next);
        yield held == null ? WriteResult.committed() : WriteResult.conflict(held);
      }
      case IF_UNCHANGED ->
          cache.asMap().replace(key, condition.seen(), next)
              ? WriteResult.committed()
              : WriteResult.conflict();
    };
  }

  @Override
  public boolean remove(K key, Condition<Entry<V>> condition) {
    return switch (condition.kind()) {
      case ALWAYS -> cache.asMap().remove(key) != null;
      case IF_UNCHANGED -> cache.asMap().remove(key, condition.seen());
      case IF_ABSENT -> throw new IllegalArgumentException("nothing to remove if absent");
    };
  }

  @Override
  public boolean publish(K key, Entry<V> copy, BooleanSupplier guard) {
    try {
      cache.asMap().compute(key, (k, held) -> published(held, copy, guard));
      return true;
    } catch (Untouched reason) {
      return reason.newerHeld;
    }
  }

  private static <V> Entry<V> published(
      @Nullable Entry<V> held, Entry<V> copy, BooleanSupplier guard) {
    if (!guard.getAsBoolean()) {
      throw new Untouched(false);
    }
    if (held != null && held.version() > copy.version()) {
      throw new Untouched(true);
    }
    return copy;
  }

  @Override
  public void clear() {
    cache.invalidateAll();
  }

  @Override
  public Iterator<Map.Entry<K, Entry<V>>> scan() {
    return cache.asMap().entrySet().iterator();
  }

  /** How many entries are held, about: some that are due may be counted. */
  public long estimatedSize() {
    return cache.estimatedSize();
  }

  /** Does now what is otherwise done in the background: evicts, and lets go what is due. */
  void settle() {
    cache.cleanUp();
  }

  @Override
  public void close() {
    cache.invalidateAll();
  }

  /**
   * Leaves a computation without touching what is held. To return the held entry would do, but
   * count as writing it, and so begin its {@code max-life} anew.
   */
  private static final class Untouched extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final boolean newerHeld;

    Untouched(boolean newerHeld) {
      super(null, null, false, false);
      this.newerHeld = newerHeld;
    }
  }
}
