package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Entry;
import org.jspecify.annotations.Nullable;

/**
 * An operation on a cache that is switched off: it finds nothing, and instead of what it would
 * store there is nothing afterwards.
 */
final class SwitchedOff<V, R> implements Transition<V, R> {
  private final Transition<V, R> operation;
  private boolean keeps;

  SwitchedOff(Transition<V, R> operation) {
    this.operation = operation;
  }

  /** A blind change that stores nothing, as its value is dead at once, leaves nothing either. */
  @Override
  public Decision<V> decide(@Nullable Entry<V> live, @Nullable Entry<V> trace) {
    Decision<V> decision = operation.decide(null, null);
    keeps = decision.change() == Decision.Change.KEEP && !operation.isBlind();
    return keeps ? Decision.keep() : Decision.remove();
  }

  @Override
  public boolean isBlind() {
    return !keeps;
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
