package io.tiercel.tiers.testkit;

import io.tiercel.tiers.spi.ChangeListener;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Remembers what a feed told, and waits for what it should. Thread-safe. */
public final class FeedRecorder implements ChangeListener<String> {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Set<String> changed = new HashSet<>();
  private final Duration patience;
  private boolean all;
  private boolean armed;

  /** Since somebody last waited until it was armed. */
  private boolean doubted = true;

  /**
   * Nothing was told yet: in doubt.
   *
   * @param patience how long it waits for what should be told
   */
  public FeedRecorder(Duration patience) {
    this.patience = patience;
  }

  @Override
  public void changed(String name) {
    tell(() -> changed.add(name));
  }

  @Override
  public void allChanged() {
    tell(() -> all = true);
  }

  @Override
  public void doubt() {
    tell(
        () -> {
          armed = false;
          doubted = true;
        });
  }

  @Override
  public void armed() {
    tell(() -> armed = true);
  }

  private void tell(Runnable what) {
    lock.lock();
    try {
      what.run();
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the changes told so far. */
  public void forget() {
    tell(
        () -> {
          changed.clear();
          all = false;
        });
  }

  /** Waits until the feed is armed. */
  public void awaitArmed() {
    await(this::isArmedFromNow, "the feed was not armed");
  }

  private boolean isArmedFromNow() {
    if (armed) {
      doubted = false;
    }
    return armed;
  }

  /** Waits until the feed has been in doubt, however shortly, since {@link #awaitArmed}. */
  public void awaitDoubt() {
    await(() -> doubted, "the feed was not put in doubt");
  }

  /** Whether the feed is armed now. */
  public boolean isArmed() {
    return ask(() -> armed);
  }

  /** Whether a change of this name has been told since the last {@link #forget}. */
  public boolean hasHeardOf(String name) {
    return ask(() -> changed.contains(name));
  }

  private boolean ask(BooleanSupplier question) {
    lock.lock();
    try {
      return question.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a change of this name, or of all, has been told. */
  public void awaitChange(String name) {
    await(() -> all || changed.contains(name), "a change by another was not told");
  }

  private void await(BooleanSupplier told, String failure) {
    lock.lock();
    try {
      long leftNanos = patience.toNanos();
      while (!told.getAsBoolean()) {
        if (leftNanos <= 0) {
          throw new AssertionError(failure + " within " + patience.toMillis() + " ms");
        }
        leftNanos = news.awaitNanos(leftNanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(failure + " before the thread was interrupted", e);
    } finally {
      lock.unlock();
    }
  }
}
