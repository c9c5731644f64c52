package io.tiercel.tiers.heap;

/**
 * Says how heavy an entry is, in any unit; the tier keeps the sum at or below {@code max-weight}.
 *
 * <p>Thread-safe and quick: called within the atomic step of each write. When a configuration names
 * the class, it needs a public constructor without parameters.
 */
@FunctionalInterface
public interface EntryWeigher<K, V> {
  /** The weight of an entry: zero or more. An entry that weighs nothing is never evicted. */
  int weigh(K key, V value);
}
