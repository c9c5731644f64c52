package io.tiercel.internal.stack;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What became of private copies since the stack was built. Thread-safe. */
public final class FeedCounts {
  private final LongAdder doubts = new LongAdder();
  private final LongAdder droppedCopies = new LongAdder();
  private final LongAdder refusedFills = new LongAdder();
  private final LongAdder verifiedCopies = new LongAdder();
  private final LongAdder servedInDoubt = new LongAdder();
  private final LongAdder probes = new LongAdder();
  private final LongAdder staleCopies = new LongAdder();
  private volatile @Nullable Duration delay;

  void doubt() {
    doubts.increment();
  }

  void droppedCopy() {
    droppedCopies.increment();
  }

  void refusedFill() {
    refusedFills.increment();
  }

  void verifiedCopy() {
    verifiedCopies.increment();
  }

  void serveInDoubt() {
    servedInDoubt.increment();
  }

  void probe(boolean isStale) {
    probes.increment();
    if (isStale) {
      staleCopies.increment();
    }
  }

  void delay(Duration propagation) {
    delay = propagation;
  }

  /** How often a feed fell into doubt after it had been armed. */
  public long doubts() {
    return doubts.sum();
  }

  /** How many copies were dropped as others had changed their keys. */
  public long droppedCopies() {
    return droppedCopies.sum();
  }

  /** How many copies were not kept as their keys were changed, or doubted, while they were read. */
  public long refusedFills() {
    return refusedFills.sum();
  }

  /** How many copies from before a restart or a doubt were found to be current. */
  public long verifiedCopies() {
    return verifiedCopies.sum();
  }

  /** How many reads a copy answered in doubt. */
  public long servedInDoubt() {
    return servedInDoubt.sum();
  }

  /** How many copies were compared with the authority. */
  public long probes() {
    return probes.sum();
  }

  /** How many of those were older than what the authority had. */
  public long staleCopies() {
    return staleCopies.sum();
  }

  /** How long news took when it was last measured; null before. */
  public @Nullable Duration delay() {
    return delay;
  }
}
