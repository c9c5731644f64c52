package io.tiercel.tiers.objectstore;

import io.tiercel.tiers.objectstore.Traffic.Count;
import io.tiercel.tiers.spi.TierException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Says which names of one cache have no object, so that plain reads need not ask the store for
 * them: advice, which may overlook what others have created within the last two intervals.
 *
 * <p>It knows what a listing showed, and all that this process has written or read since that
 * began. The listing is made anew each interval, as removals leave traces and others create.
 * Whenever an object turns up that it does not know, it was wrong, and says nothing more until the
 * next listing; when that happens to one listing after the other, some intervals longer each time.
 * One in {@value #PROBE} of what it rules out is asked for all the same, to find out. It says
 * nothing while the store does not answer: nobody would notice that it is away. Thread-safe.
 */
final class MissFilter {
  private static final System.Logger LOG = System.getLogger(MissFilter.class.getName());
  private static final int PROBE = 32;
  private static final int MOST_DOUBLINGS = 5;

  private final StoreLink link;
  private final ObjectNames objects;
  private final ObjectStoreOptions options;
  private final InstantSource clock;
  private final AtomicBoolean begun;
  private final AtomicReference<@Nullable Known> known = new AtomicReference<>();
  private final AtomicInteger wrongInARow = new AtomicInteger();
  private volatile @Nullable BloomFilter listing;
  private volatile @Nullable Future<?> scheduled;
  private volatile boolean ended;
  private boolean isTried;
  private int intervalsOff;

  /** What a listing showed, begun at that time. */
  private record Known(BloomFilter names, long begunMillis) {}

  MissFilter(StoreLink link, ObjectNames objects, ObjectStoreOptions options, InstantSource clock) {
    this.link = link;
    this.objects = objects;
    this.options = options;
    this.clock = clock;
    this.begun = new AtomicBoolean(options.missFilterKeys() == 0);
  }

  /** Whether a plain read of this name may go without asking; the first time, it begins to list. */
  boolean rulesOut(String name) {
    if (!begun.get() && begun.compareAndSet(false, true)) {
      scheduled = link.repeat(this::run, options.missFilterInterval());
    }
    Known now = known.get();
    if (now == null
        || now.names.mayHold(name)
        || !link.isAnswering()
        || isTooOld(now)
        || ThreadLocalRandom.current().nextInt(PROBE) == 0) {
      return false;
    }
    link.traffic().add(Count.MISS_SPARED, 1);
    return true;
  }

  private boolean isTooOld(Known now) {
    return clock.millis() - now.begunMillis > 2 * options.missFilterInterval().toMillis();
  }

  /**
   * This process writes an object. To be told before, so that nobody here overlooks it, and after,
   * as a listing that began meanwhile may not have shown it.
   */
  void add(String name) {
    BloomFilter fresh = listing; // before what is known, whose place it takes
    if (fresh != null) {
      fresh.add(name);
    }
    Known now = known.get();
    if (now != null) {
      now.names.add(name);
    }
  }

  /** The store has an object of this name. */
  void found(String name) {
    Known now = known.get();
    if (now != null && !now.names.mayHold(name) && known.compareAndSet(now, null)) {
      link.traffic().add(Count.MISS_FILTERS_ON, -1);
      link.traffic().add(Count.MISS_FILTER_WRONG, 1);
      LOG.log(
          wrongInARow.get() == 0 ? Level.WARNING : Level.DEBUG,
          link.failures().address()
              + ": others create entries of a cache that answers misses by a filter, which is off"
              + " until all are listed anew (option miss-filter-keys)");
    }
    add(name);
  }

  /** Lists once, unless it was wrong too often. A failure is counted; what is known grows old. */
  synchronized void run() {
    if (ended) {
      cancel();
      return;
    }
    judge();
    if (intervalsOff > 0) {
      intervalsOff--;
      return;
    }
    long start = clock.millis();
    try {
      know(new Known(listed(), start));
      isTried = true;
      if (ended) {
        know(null);
      }
    } catch (TierException e) {
      link.traffic().add(Count.FAILED_MISS_LISTING, 1);
      LOG.log(Level.DEBUG, "listing for a filter of misses failed: " + e.getMessage());
    } finally {
      listing = null;
    }
  }

  /** What became of the listing before. */
  private void judge() {
    boolean lasted = known.get() != null;
    if (lasted) {
      wrongInARow.set(0);
    } else if (isTried) {
      intervalsOff = (1 << Math.min(wrongInARow.getAndIncrement(), MOST_DOUBLINGS)) - 1;
    }
    isTried = lasted;
  }

  private BloomFilter listed() {
    BloomFilter fresh = new BloomFilter(options.missFilterKeys());
    listing = fresh;
    Listing pages = new Listing(link, objects);
    List<Listing.Named> page = pages.next();
    while (page != null && !ended) {
      page.stream().filter(met -> met.info().bytes() > 0).forEach(met -> fresh.add(met.name()));
      page = pages.next();
    }
    return fresh;
  }

  private void know(@Nullable Known next) {
    Known before = known.getAndSet(next);
    link.traffic().add(Count.MISS_FILTERS_ON, (next == null ? 0 : 1) - (before == null ? 0 : 1));
  }

  void end() {
    ended = true;
    cancel();
    know(null);
  }

  private void cancel() {
    Future<?> planned = scheduled;
    if (planned != null) {
      planned.cancel(false);
    }
  }
}
