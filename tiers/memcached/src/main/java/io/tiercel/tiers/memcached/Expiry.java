package io.tiercel.tiers.memcached;

import io.tiercel.tiers.spi.Entry;
import java.util.concurrent.TimeUnit;

/**
 * Says when an item ends the way Memcached has it: 0 for never, seconds from now up to 30 days, and
 * beyond them the seconds since 1970. It counts whole seconds and drops an item up to one early, so
 * that one is added; the exact deadline is in the entry's bytes, for who reads it to judge.
 *
 * @see <a href="https://docs.memcached.org/protocols/basic/">the protocol</a>
 */
final class Expiry {
  static final int NEVER = 0;

  /** A moment in January 1970: the item is gone as soon as it is stored. */
  static final int PAST = (int) TimeUnit.DAYS.toSeconds(30) + 1;

  private static final long LONGEST_RELATIVE = TimeUnit.DAYS.toSeconds(30);

  private Expiry() {}

  static int of(long deadlineMillis, long nowMillis) {
    if (deadlineMillis == Entry.NEVER) {
      return NEVER;
    }
    if (deadlineMillis <= nowMillis) {
      return 1;
    }
    long seconds = roundedUp(deadlineMillis - nowMillis);
    if (seconds > 0 && seconds <= LONGEST_RELATIVE) {
      return (int) seconds;
    }
    long moment = roundedUp(deadlineMillis);
    return moment > Integer.MAX_VALUE ? NEVER : (int) moment;
  }

  private static long roundedUp(long millis) {
    return millis / 1000 + (millis % 1000 == 0 ? 1 : 2);
  }
}
