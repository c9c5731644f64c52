package io.tiercel;

import org.jspecify.annotations.Nullable;

/**
 * A change that was made in a cache and could not be brought to its cache writer.
 *
 * @param cache the cache's name
 * @param key what was changed
 * @param value its new value, or null where the key was removed
 * @param cause why the writer does not have it
 */
public record DeadLetter(String cache, Object key, @Nullable Object value, Throwable cause) {

  /** Whether the key was removed. */
  public boolean isDeletion() {
    return value == null;
  }

  /** Names neither key nor value. */
  @Override
  public String toString() {
    return "DeadLetter[cache=" + cache + ", " + (isDeletion() ? "deletion" : "write") + "]";
  }
}
