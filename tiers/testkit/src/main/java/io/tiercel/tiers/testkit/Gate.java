package io.tiercel.tiers.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A point where a thread is held until a test lets it go on, so that a race takes the course it is
 * told to. Once open it stays open. Thread-safe.
 */
public final class Gate {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String name;
  private final CountDownLatch arrived = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);

  /** A closed gate. */
  public Gate(String name) {
    this.name = name;
  }

  /** Waits until the gate is open. */
  public void pass() {
    arrived.countDown();
    await(opened, "nobody opened gate " + name);
  }

  /** Waits until somebody stands at the gate, or has passed it. */
  public void awaitArrival() {
    await(arrived, "nobody arrived at gate " + name);
  }

  /** Lets go whoever is held, and whoever comes. */
  public void open() {
    opened.countDown();
  }

  private static void await(CountDownLatch latch, String failure) {
    try {
      if (!latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(failure + " within " + PATIENCE.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(failure + " before the thread was interrupted", e);
    }
  }
}
