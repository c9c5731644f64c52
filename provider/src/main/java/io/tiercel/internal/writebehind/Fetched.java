package io.tiercel.internal.writebehind;

import io.tiercel.tiers.spi.Entry;

/** An entry that the upper tier has lost, as the lower one has it, or as it waits for that. */
final class Fetched<V> extends Entry<V> {
  Fetched(Entry<V> entry) {
    super(entry.value(), entry.version(), entry.deadlineMillis());
  }
}
