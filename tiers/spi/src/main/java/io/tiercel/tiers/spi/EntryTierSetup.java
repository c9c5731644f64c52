package io.tiercel.tiers.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a tier of objects is told beyond its options.
 *
 * @param expires whether entries may have a deadline; false spares the bookkeeping
 * @param maxLife how long a copy may be kept at most whatever its deadline, or null for no bound
 * @param keptFor how long an entry is kept beyond its deadline, to be served when nothing newer can
 *     be had
 * @param departures hears of entries that leave on the tier's own account
 */
public record EntryTierSetup<K, V>(
    boolean expires,
    @Nullable Duration maxLife,
    Duration keptFor,
    DepartureListener<K, V> departures) {

  /** What leaves at its deadline. */
  public EntryTierSetup(
      boolean expires, @Nullable Duration maxLife, DepartureListener<K, V> departures) {
    this(expires, maxLife, Duration.ZERO, departures);
  }
}
