package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Looks after a sample of the changes heard whether the copies here have followed: a while after
 * the change, a copy is compared with the authority. A difference counts when the very copy is
 * still served a moment later, as news of a change may be on its way. Thread-safe.
 */
final class ConsistencyProbe<K> {
  private static final List<Duration> AFTER =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(10));
  private static final Duration MOMENT = Duration.ofMillis(200);
  private static final int MOST_PENDING = 100;

  private final Replicas<K, ?> replicas;
  private final Authority<K, ?> authority;
  private final long every;
  private final Executor executor;
  private final FeedCounts counts;
  private final AtomicLong changes = new AtomicLong();
  private final AtomicInteger pending = new AtomicInteger();

  /**
   * @param every of so many changes one is looked after; none if 0
   */
  ConsistencyProbe(
      Replicas<K, ?> replicas,
      Authority<K, ?> authority,
      long every,
      Executor executor,
      FeedCounts counts) {
    this.replicas = replicas;
    this.authority = authority;
    this.every = every;
    this.executor = executor;
    this.counts = counts;
  }

  /** A key was changed by another process. */
  void changed(K key) {
    if (every > 0 && changes.incrementAndGet() % every == 0) {
      AFTER.forEach(time -> later(time, () -> check(key)));
    }
  }

  private void later(Duration time, Runnable check) {
    if (pending.incrementAndGet() > MOST_PENDING) {
      pending.decrementAndGet();
      return;
    }
    var unused =
        CompletableFuture.runAsync(
                check,
                CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, executor))
            .whenComplete((done, failure) -> pending.decrementAndGet());
  }

  private void check(K key) {
    Entry<?> copy = replicas.served(key);
    if (copy == null) {
      return;
    }
    if (differs(copy, key)) {
      later(MOMENT, () -> counts.probe(replicas.served(key) == copy));
    } else {
      counts.probe(false);
    }
  }

  /** An authority that cannot be asked proves nothing. */
  private boolean differs(Entry<?> copy, K key) {
    try {
      Entry<?> truth = authority.read(key);
      return truth == null || truth.isTombstone() || truth.version() != copy.version();
    } catch (TierException e) {
      return false;
    }
  }
}
