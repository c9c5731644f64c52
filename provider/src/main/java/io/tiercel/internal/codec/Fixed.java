package io.tiercel.internal.codec;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Collections, maps and the like that nobody can change: immutable when their parts are.
 *
 * @param copying how they are copied when a part can be changed
 */
record Fixed(Shape copying) implements Shape {
  @Override
  public boolean isImmutable(Object object, int depthLeft) {
    if (object instanceof Collection<?> parts) {
      return areImmutable(parts, depthLeft);
    } else if (object instanceof Map<?, ?> map) {
      return areImmutable(map.keySet(), depthLeft) && areImmutable(map.values(), depthLeft);
    }
    Object part = ((Optional<?>) object).orElse(null);
    return part == null || (depthLeft > 0 && Shape.of(part).isImmutable(part, depthLeft - 1));
  }

  static boolean areImmutable(Collection<?> parts, int depthLeft) {
    for (Object part : parts) {
      if (part != null && (depthLeft == 0 || !Shape.of(part).isImmutable(part, depthLeft - 1))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Object copy(Object object, GraphCopy graph) {
    return copying.copy(object, graph);
  }
}
