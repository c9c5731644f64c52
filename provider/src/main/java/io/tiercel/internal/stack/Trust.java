package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.ChangeListener;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether private copies may be served: while every feed is armed that tells of changes below them.
 * Where nobody else changes what is below, or a copy's life is capped instead, there is no feed.
 *
 * <p>Each shared tier needs its own feed. That of the authority alone would not do: a change is
 * announced there before it reaches the shared replicas, and a copy filled from one of those in
 * between would never be heard of again.
 */
final class Trust {
  private final AtomicInteger doubts;

  /**
   * @param feeds how many there are; each is in doubt until it is armed
   */
  Trust(int feeds) {
    this.doubts = new AtomicInteger(feeds);
  }

  boolean isGiven() {
    return doubts.get() == 0;
  }

  /** What one feed is connected to: keeps the replicas true to what it tells, and passes it on. */
  <K> ChangeListener<K> listener(Replicas<K, ?> replicas, ChangeListener<K> next) {
    AtomicBoolean armed = new AtomicBoolean();
    return new ChangeListener<>() {
      @Override
      public void changed(K key) {
        replicas.dropPrivate(key);
        next.changed(key);
      }

      @Override
      public void allChanged() {
        replicas.dropAllPrivate();
        next.allChanged();
      }

      @Override
      public void doubt() {
        if (armed.compareAndSet(true, false)) {
          doubts.incrementAndGet();
        }
        replicas.dropAllPrivate();
        next.doubt();
      }

      @Override
      public void armed() {
        replicas.dropAllPrivate();
        if (armed.compareAndSet(false, true)) {
          doubts.decrementAndGet();
        }
        next.armed();
      }
    };
  }
}
