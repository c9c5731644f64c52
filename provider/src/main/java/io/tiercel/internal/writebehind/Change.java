package io.tiercel.internal.writebehind;

import org.jspecify.annotations.Nullable;

/**
 * What the writer has to be told of a key.
 *
 * @param value the value to write, or null to delete
 */
public record Change<K, V>(K key, @Nullable V value) {

  /** Whether the key is to be deleted. */
  public boolean isDeletion() {
    return value == null;
  }

  /** Names neither key nor value. */
  @Override
  public String toString() {
    return isDeletion() ? "a deletion" : "a write";
  }
}
