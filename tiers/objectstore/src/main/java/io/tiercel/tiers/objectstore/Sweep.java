package io.tiercel.tiers.objectstore;

import io.tiercel.tiers.objectstore.Traffic.Count;
import io.tiercel.tiers.spi.TierException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Removes what is past its deadline from one cache's objects, a bounded number at a time: each
 * sweep goes on where the one before stopped. An object is removed only if it is still the one that
 * was looked at, so that nothing written meanwhile goes with it.
 */
final class Sweep {
  private static final System.Logger LOG = System.getLogger(Sweep.class.getName());

  private final StoreLink link;
  private final ObjectNames names;
  private final ObjectStoreOptions options;
  private final InstantSource clock;
  private final Removals removals;
  private @Nullable Listing listing;
  private @Nullable Future<?> scheduled;
  private boolean failedBefore;
  private volatile boolean ended;

  Sweep(StoreLink link, ObjectNames names, ObjectStoreOptions options, InstantSource clock) {
    this.link = link;
    this.names = names;
    this.options = options;
    this.clock = clock;
    this.removals = new Removals(link);
  }

  /** Plans sweeps; the first at some moment of the first interval, as processes start together. */
  void begin() {
    if (options.sweepObjects() > 0) {
      long interval = options.sweepInterval().toMillis();
      long first = ThreadLocalRandom.current().nextLong(interval / 2, interval + 1);
      scheduled =
          link.sweeps().scheduleWithFixedDelay(this::run, first, interval, TimeUnit.MILLISECONDS);
    }
  }

  void end() {
    ended = true;
    if (scheduled != null) {
      scheduled.cancel(false);
    }
  }

  /** Sweeps once. A failure is counted, and logged if it is the first in a row. */
  void run() {
    try {
      sweep();
      failedBefore = false;
    } catch (TierException e) {
      listing = null;
      if (ended) {
        return;
      }
      link.traffic().add(Count.FAILED_SWEEP, 1);
      LOG.log(
          failedBefore ? Level.DEBUG : Level.WARNING,
          "a sweep for expired objects failed and will be tried again: " + e.getMessage());
      failedBefore = true;
    }
  }

  private void sweep() {
    for (long left = options.sweepObjects(); left > 0 && !ended; ) {
      Listing current = listing == null ? new Listing(link, names) : listing;
      List<Listing.Named> page = current.next();
      listing = page == null ? null : current;
      if (page == null) {
        return;
      }
      for (Listing.Named met : page) {
        removeIfDue(met.info());
      }
      left -= Math.max(1, page.size());
    }
  }

  private void removeIfDue(ObjectInfo listed) {
    ObjectInfo info =
        listed.deadlineMillis() == null ? link.ask(Request.head(listed.key())) : listed;
    if (ended || info == null || info.deadlineMillis() == null) {
      return;
    }
    boolean due = info.bytes() == 0 || info.deadlineMillis() <= clock.millis();
    if (due && removals.clearAway(info)) {
      link.traffic().add(Count.SWEPT, 1);
    }
  }
}
