package io.tiercel.internal.writebehind;

import org.jspecify.annotations.Nullable;

/** A change that waits for the writer. Guarded by the queue's lock. */
final class Waiting<K, V> {
  final K key;
  final long sinceNanos;

  /** Null to delete. */
  @Nullable V value;

  /** The number of the change in the log, where there is one. */
  long number;

  /** When it may be written; times are those of {@link System#nanoTime}. */
  long dueNanos;

  /** Whether the writer is being told of it: then it does not change any more. */
  boolean isUnderWay;

  /** Whether it is another process's to tell. */
  boolean isForgotten;

  int failures;
  long failingSinceNanos;

  Waiting(Change<K, V> change, long number, long sinceNanos, long dueNanos) {
    this.key = change.key();
    this.value = change.value();
    this.number = number;
    this.sinceNanos = sinceNanos;
    this.dueNanos = dueNanos;
  }

  /** As it is now. */
  Waiting<K, V> copy() {
    return new Waiting<>(change(), number, sinceNanos, dueNanos);
  }

  Change<K, V> change() {
    return new Change<>(key, value);
  }
}
