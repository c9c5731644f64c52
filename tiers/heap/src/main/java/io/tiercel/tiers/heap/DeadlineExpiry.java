package io.tiercel.tiers.heap;

import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.tiercel.tiers.spi.Entry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells Caffeine how long an entry is held: until so long after its deadline, or for {@code
 * maxLife} from its writing, whichever comes first. Reading changes nothing.
 */
final class DeadlineExpiry<K, V> implements Expiry<K, Entry<V>> {
  private final long maxLifeNanos;
  private final long keptForNanos;

  DeadlineExpiry(@Nullable Duration maxLife, Duration keptFor) {
    this.maxLifeNanos = maxLife == null ? Long.MAX_VALUE : saturatedNanos(maxLife);
    this.keptForNanos = saturatedNanos(keptFor);
  }

  /** The clock in the unit Caffeine counts in, so that both agree to the millisecond. */
  static Ticker ticker(InstantSource clock) {
    return () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
  }

  private static long saturatedNanos(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(duration);
  }

  @Override
  public long expireAfterCreate(K key, Entry<V> entry, long currentNanos) {
    if (entry.deadlineMillis() == Entry.NEVER) {
      return maxLifeNanos;
    }
    long nowMillis = TimeUnit.NANOSECONDS.toMillis(currentNanos);
    long remaining = TimeUnit.MILLISECONDS.toNanos(entry.deadlineMillis() - nowMillis);
    long kept = remaining + keptForNanos;
    return Math.min(maxLifeNanos, kept < remaining ? Long.MAX_VALUE : kept);
  }

  @Override
  public long expireAfterUpdate(
      K key, Entry<V> entry, long currentNanos, long currentDurationNanos) {
    return expireAfterCreate(key, entry, currentNanos);
  }

  @Override
  public long expireAfterRead(K key, Entry<V> entry, long currentNanos, long currentDurationNanos) {
    return currentDurationNanos;
  }
}
