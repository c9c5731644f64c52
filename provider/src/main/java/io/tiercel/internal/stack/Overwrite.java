package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Entry;
import org.jspecify.annotations.Nullable;

/** Stores a value whatever is there. */
record Overwrite<V>(V value, long deadlineMillis) implements Transition<V, Boolean> {
  @Override
  public Decision<V> decide(@Nullable Entry<V> live, @Nullable Entry<V> trace) {
    return Decision.store(value, deadlineMillis);
  }

  @Override
  public boolean isBlind() {
    return true;
  }

  @Override
  public Outage outage() {
    return Outage.REPAIR;
  }

  @Override
  public Boolean settled() {
    return true;
  }
}
