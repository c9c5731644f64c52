package io.tiercel.internal.codec;

import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/** Arrays, element by element unless no element can be anything but immutable. */
final class ArrayShape {
  private ArrayShape() {}

  static Shape of(Class<?> componentType) {
    return ImmutableTypes.isImmutableVariable(componentType)
        ? ArrayShape::copyFlat
        : ArrayShape::copyDeep;
  }

  private static Object copyFlat(Object array, GraphCopy graph) {
    int length = Array.getLength(array);
    Object copy = Array.newInstance(array.getClass().getComponentType(), length);
    System.arraycopy(array, 0, copy, 0, length);
    return graph.begun(array, copy);
  }

  private static Object copyDeep(Object array, GraphCopy graph) {
    @Nullable Object[] copy = graph.begun(array, ((@Nullable Object[]) array).clone());
    for (int i = 0; i < copy.length; i++) {
      copy[i] = graph.copy(copy[i]);
    }
    return copy;
  }
}
