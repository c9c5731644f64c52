package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Entry;

/** Makes the entries that tiers of this process keep. */
@FunctionalInterface
public interface EntryFactory<V> {
  /** An entry with this value, version and deadline. */
  Entry<V> entry(V value, long version, long deadlineMillis);

  /** An entry of its own for what another tier has. */
  default Entry<V> copyOf(Entry<V> entry) {
    return entry(entry.value(), entry.version(), entry.deadlineMillis());
  }
}
