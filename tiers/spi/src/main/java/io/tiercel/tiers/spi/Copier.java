package io.tiercel.tiers.spi;

/**
 * Makes deep copies of values whose class is not known to be immutable, so that store by value
 * holds. Thread-safe.
 */
public interface Copier {

  /**
   * Returns an object equal to the value that shares nothing mutable with it.
   *
   * @throws IllegalArgumentException when the class cannot be copied; the message names the class
   *     and what to do
   */
  <T> T copy(T value);
}
