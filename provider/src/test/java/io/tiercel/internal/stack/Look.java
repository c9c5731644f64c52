package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Entry;
import org.jspecify.annotations.Nullable;

/** Tells what is there, and changes nothing. */
final class Look implements Transition<Integer, @Nullable Integer> {
  private @Nullable Integer found;

  @Override
  public Decision<Integer> decide(@Nullable Entry<Integer> live, @Nullable Entry<Integer> trace) {
    found = live == null ? null : live.value();
    return Decision.keep();
  }

  @Override
  public @Nullable Integer settled() {
    return found;
  }
}
