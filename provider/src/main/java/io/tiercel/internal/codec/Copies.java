package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.Copier;

/**
 * Copies of what is stored by value: none of what nobody can change, the copier's of the rest.
 * Thread-safe.
 */
public final class Copies implements Copier {
  private final Copier copier;

  /** A class whose objects nobody can change, the latest met: most caches hold one class. */
  private Class<?> immutable = String.class;

  /**
   * @param copier copies what is not immutable
   */
  public Copies(Copier copier) {
    this.copier = copier;
  }

  /**
   * Returns the object itself when it is immutable with all its parts, else an equal one that
   * shares nothing mutable with it.
   *
   * @throws IllegalArgumentException when it cannot be copied; the message names the class and what
   *     to do
   */
  @Override
  public <T> T copy(T value) {
    return isImmutable(value) ? value : copier.copy(value);
  }

  /** Whether nobody can change the object or any part of it. */
  public boolean isImmutable(Object value) {
    Class<?> type = value.getClass();
    if (type == immutable) {
      return true;
    }
    Shape shape = Shapes.of(type);
    if (shape == Shape.IMMUTABLE) {
      immutable = type;
      return true;
    }
    return shape.isImmutable(value, Shape.MAX_DEPTH);
  }
}
