package io.tiercel.tiers.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is moved by hand; exact to the millisecond. Thread-safe. */
public final class MutableClock implements InstantSource {
  private final AtomicLong nowMillis;

  /** A clock that shows the given moment. */
  public MutableClock(Instant start) {
    this.nowMillis = new AtomicLong(start.toEpochMilli());
  }

  /** A clock that shows some round moment. */
  public MutableClock() {
    this(Instant.parse("2030-01-01T00:00:00Z"));
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public long millis() {
    return nowMillis.get();
  }

  /** Moves the clock; a negative amount moves it back. */
  public void advance(Duration amount) {
    nowMillis.addAndGet(amount.toMillis());
  }

  /** Moves the clock to the given moment. */
  public void set(Instant moment) {
    nowMillis.set(moment.toEpochMilli());
  }
}
