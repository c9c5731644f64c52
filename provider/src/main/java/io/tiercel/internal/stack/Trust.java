package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.ChangeListener;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whether private copies may be served: while every feed is armed that tells of changes below them.
 * Where nobody else changes what is below, or a copy's life is capped instead, there is no feed.
 *
 * <p>Each shared tier needs its own feed. That of the authority alone would not do: a change is
 * announced there before it reaches the shared replicas, and a copy filled from one of those in
 * between would never be heard of again.
 *
 * <p>To lose trust takes no time, however many copies there are: none is served from that moment
 * on. They are dropped in the background, and trust is not given again before they are. Without
 * trust none is published, so all that is there then was there before.
 */
final class Trust {
  private static final long NEVER = Long.MIN_VALUE;

  private final PrivateCopies<?, ?> privateCopies;
  private final InDoubt inDoubt;
  private final Duration maxStaleness;
  private final InstantSource clock;
  private final Executor executor;
  private final FeedCounts counts;
  private final ReentrantLock lock = new ReentrantLock();

  private volatile boolean given;

  /** Until when copies are served without trust. */
  private volatile long servedUntilMillis = NEVER;

  /** How many feeds are not armed. */
  private int doubts;

  /** Whether there may be copies that must go before trust is given. */
  private boolean hasOldCopies;

  private boolean isDropping;

  /**
   * @param feeds how many there are; each is in doubt until it is armed
   * @param hasOldCopies whether there may be copies from before this process
   * @param maxStaleness how long copies are served in doubt if they are
   * @param executor drops copies
   */
  Trust(
      int feeds,
      boolean hasOldCopies,
      PrivateCopies<?, ?> privateCopies,
      InDoubt inDoubt,
      Duration maxStaleness,
      InstantSource clock,
      Executor executor,
      FeedCounts counts) {
    this.doubts = feeds;
    this.given = feeds == 0;
    this.hasOldCopies = hasOldCopies;
    this.privateCopies = privateCopies;
    this.inDoubt = inDoubt;
    this.maxStaleness = maxStaleness;
    this.clock = clock;
    this.executor = executor;
    this.counts = counts;
  }

  /** Whether copies may be published. */
  boolean isGiven() {
    return given;
  }

  /** Whether copies may be served though trust is not given. */
  boolean letsInDoubt() {
    long until = servedUntilMillis;
    return until != NEVER && clock.millis() < until;
  }

  private void lose(long servedUntil) {
    hasOldCopies |= given;
    given = false;
    servedUntilMillis = servedUntil;
    privateCopies.distrust();
  }

  private void giveOrDrop() {
    if (doubts > 0 || given) {
      return;
    }
    if (hasOldCopies) {
      drop();
      return;
    }
    servedUntilMillis = NEVER;
    privateCopies.distrust();
    given = true;
  }

  private void drop() {
    if (!isDropping) {
      isDropping = true;
      executor.execute(this::dropNow);
    }
  }

  private void dropNow() {
    boolean dropped = false;
    try {
      if (inDoubt == InDoubt.DROP) {
        privateCopies.dropAll();
      } else {
        privateCopies.unverifyAll();
      }
      dropped = true;
    } finally {
      lock.lock();
      try {
        isDropping = false;
        hasOldCopies &= !dropped;
        if (dropped) {
          giveOrDrop();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  /** What one feed is connected to: keeps the copies true to what it tells, and passes it on. */
  <K> ChangeListener<K> listener(
      PrivateCopies<K, ?> copies, ConsistencyProbe<K> probe, ChangeListener<K> next) {
    return new Listener<>(copies, probe, next);
  }

  private final class Listener<K> implements ChangeListener<K> {
    private final PrivateCopies<K, ?> copies;
    private final ConsistencyProbe<K> probe;
    private final ChangeListener<K> next;
    private boolean isArmed;

    Listener(PrivateCopies<K, ?> copies, ConsistencyProbe<K> probe, ChangeListener<K> next) {
      this.copies = copies;
      this.probe = probe;
      this.next = next;
    }

    @Override
    public void changed(K key) {
      copies.dropChanged(key);
      probe.changed(key);
      next.changed(key);
    }

    @Override
    public void allChanged() {
      locked(
          () -> {
            lose(NEVER);
            giveOrDrop();
          });
      next.allChanged();
    }

    @Override
    public void doubt() {
      locked(
          () -> {
            if (isArmed) {
              isArmed = false;
              doubts++;
              counts.doubt();
              loseByDoubt();
            }
          });
      next.doubt();
    }

    @Override
    public void armed() {
      locked(
          () -> {
            if (isArmed) {
              lose(NEVER);
            } else {
              isArmed = true;
              doubts--;
            }
            giveOrDrop();
          });
      next.armed();
    }

    @Override
    public void delay(Duration propagation) {
      counts.delay(propagation);
    }
  }

  private void loseByDoubt() {
    if (given) {
      lose(inDoubt == InDoubt.SERVE ? clock.instant().plus(maxStaleness).toEpochMilli() : NEVER);
    }
    if (inDoubt == InDoubt.DROP && hasOldCopies) {
      drop();
    }
  }
}
