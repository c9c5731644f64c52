package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Entry;
import org.jspecify.annotations.Nullable;

/**
 * An operation on a cache that is switched off: it finds nothing, and instead of what it would
 * store there is nothing afterwards.
 */
record SwitchedOff<V, R>(Transition<V, R> operation) implements Transition<V, R> {
  @Override
  public Decision<V> decide(@Nullable Entry<V> live, @Nullable Entry<V> trace) {
    boolean keeps = operation.decide(null, null).change() == Decision.Change.KEEP;
    return keeps ? Decision.keep() : Decision.remove();
  }

  @Override
  public boolean isBlind() {
    return true;
  }

  /** What it reports does not depend on what is there, so it can go on. */
  @Override
  public Outage outage() {
    return Outage.REPAIR;
  }

  @Override
  public R settled() {
    return operation.settled();
  }
}
