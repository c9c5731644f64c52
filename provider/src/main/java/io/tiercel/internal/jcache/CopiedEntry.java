package io.tiercel.internal.jcache;

import io.tiercel.tiers.spi.Entry;

/** An entry whose value can change, so that nobody may be handed the very object. */
final class CopiedEntry<V> extends Entry<V> {
  CopiedEntry(V value, long version, long deadlineMillis) {
    super(value, version, deadlineMillis);
  }
}
