package io.tiercel.internal.writebehind;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import java.time.Duration;
import java.time.InstantSource;

/**
 * When the cache was last cleared, as all processes know it: what waited then is not to be brought
 * to the lower tier. Thread-safe.
 */
public final class Clearings {
  private static final String KEY = "all";

  private final EntryTier<String, Long> marks;
  private final InstantSource clock;
  private final long keptMillis;

  /**
   * @param marks keeps the one mark where all processes see it
   * @param kept for how long: longer than any change waits
   */
  public Clearings(EntryTier<String, Long> marks, InstantSource clock, Duration kept) {
    this.marks = marks;
    this.clock = clock;
    this.keptMillis = kept.toMillis();
  }

  /** Changes of this version and older ones are cleared; 0 when there are none. */
  long last() {
    Entry<Long> mark = marks.getLatest(KEY);
    return mark == null || mark.isTombstone() ? 0 : mark.value();
  }

  /** Begins a clearing: nothing of this version or an older one is brought anywhere afterwards. */
  void begin(long version) {
    long end = clock.millis() + keptMillis;
    marks.write(KEY, new Entry<>(version, version, end), Condition.always());
  }
}
