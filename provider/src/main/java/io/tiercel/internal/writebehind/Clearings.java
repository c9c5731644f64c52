package io.tiercel.internal.writebehind;

import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * When the cache was last cleared, as all processes know it: what waited then is not to be brought
 * to the lower tier. Thread-safe.
 */
public final class Clearings {
  private static final String KEY = "all";

  private final EntryTier<String, Long> marks;
  private final InstantSource clock;
  private final long keptMillis;

  /** The latest clearing of this process that the lower tier has missed. */
  private final AtomicLong owed = new AtomicLong();

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
    return Math.max(owed.get(), version(marks.getLatest(KEY)));
  }

  private static long version(@Nullable Entry<Long> mark) {
    return mark == null || mark.isTombstone() ? 0 : mark.value();
  }

  /** Begins a clearing: nothing of this version or an older one is brought anywhere afterwards. */
  void begin(long version) {
    Entry<Long> mark = marks.getLatest(KEY);
    while (version(mark) < version && !tryReplace(mark, version)) {
      mark = marks.getLatest(KEY);
    }
  }

  private boolean tryReplace(@Nullable Entry<Long> mark, long version) {
    Entry<Long> next = new Entry<>(version, version, clock.millis() + keptMillis);
    return marks
        .write(KEY, next, mark == null ? Condition.ifAbsent() : Condition.ifUnchanged(mark))
        .isCommitted();
  }

  /** The lower tier has missed the clearing of this version. */
  void owe(long version) {
    owed.accumulateAndGet(version, Math::max);
  }

  /**
   * Has all processes know for longer what the lower tier has missed, also where the mark was lost.
   *
   * @return what is cleared
   */
  long remind() {
    Entry<Long> mark = marks.getLatest(KEY);
    long version = Math.max(owed.get(), version(mark));
    tryReplace(mark, version); // or somebody else was faster
    return version;
  }

  /** The lower tier has nothing of this version and older ones any more. */
  void settle(long version) {
    owed.updateAndGet(owing -> owing <= version ? 0 : owing);
  }
}
