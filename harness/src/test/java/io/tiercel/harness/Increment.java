package io.tiercel.harness;

import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;

/**
 * Adds one to a value.
 *
 * @param first the value where there is none
 */
record Increment(long first) implements EntryProcessor<String, Long, Long> {
  @Override
  public Long process(MutableEntry<String, Long> entry, Object... arguments) {
    long next = entry.exists() ? entry.getValue() + 1 : first;
    entry.setValue(next);
    return next;
  }
}
