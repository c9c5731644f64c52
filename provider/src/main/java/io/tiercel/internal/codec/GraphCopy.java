package io.tiercel.internal.codec;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One copy of an object with all that hangs on it, as serialization would make it: what is met
 * twice is copied once, so that circles stay circles.
 */
final class GraphCopy {
  private static final int MAX_DEPTH = 500;
  private static final int FEW = 8;

  /** Originals and copies in turn; a map beyond a few. */
  private final Object[] few = new Object[2 * FEW];

  private int size;
  private @Nullable IdentityHashMap<Object, Object> many;
  private int depth;

  /** Returns the copy of an object, or the object itself when nobody can change it. */
  @Nullable Object copy(@Nullable Object original) {
    if (original == null) {
      return null;
    }
    Shape shape = Shape.of(original);
    if (shape.isImmutable(original, Shape.MAX_DEPTH)) {
      return original;
    }
    Object known = known(original);
    if (known != null) {
      return known;
    }
    if (++depth > MAX_DEPTH) {
      throw new UnknownShapeException();
    }
    Object copy = shape.copy(original, this);
    depth--;
    return copy;
  }

  /** Makes a copy known whose parts are still to be copied. */
  <T> T begun(Object original, T copy) {
    if (size < FEW) {
      few[2 * size] = original;
      few[2 * size + 1] = copy;
    } else {
      if (many == null) {
        many = new IdentityHashMap<>();
      }
      many.put(original, copy);
    }
    size++;
    return copy;
  }

  private @Nullable Object known(Object original) {
    for (int i = 0; i < 2 * Math.min(size, FEW); i += 2) {
      if (few[i] == original) {
        return few[i + 1];
      }
    }
    return many == null ? null : many.get(original);
  }

  /** Says that serialization has to do it. */
  static final class UnknownShapeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownShapeException() {
      super("no shape is known for some part", null, false, false);
    }
  }
}
