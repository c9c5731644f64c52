package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Entry;
import java.time.Duration;
import java.time.InstantSource;

/** Makes the traces that removed keys leave; each lives longer than the longest load. */
final class Tombstones {
  private final InstantSource clock;
  private final long lifeMillis;

  Tombstones(InstantSource clock, Duration life) {
    this.clock = clock;
    this.lifeMillis = life.toMillis();
  }

  <V> Entry<V> at(long version) {
    return new Entry<>(null, version, clock.millis() + lifeMillis);
  }
}
