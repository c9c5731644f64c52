package io.tiercel.tiers.heap;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the objects of a class consist of.
 *
 * @param shallowBytes header, fields and padding
 * @param readable the fields that refer to other objects and can be read
 * @param unreadable how many more refer to other objects
 */
record ObjectLayout(long shallowBytes, List<Field> readable, int unreadable) {
  private static final int HEADER_BYTES = 12;

  private static final ClassValue<ObjectLayout> LAYOUTS =
      new ClassValue<>() {
        @Override
        protected ObjectLayout computeValue(Class<?> type) {
          return lookInto(type);
        }
      };

  static ObjectLayout of(Class<?> type) {
    return LAYOUTS.get(type);
  }

  private static ObjectLayout lookInto(Class<?> type) {
    long bytes = HEADER_BYTES;
    List<Field> readable = new ArrayList<>();
    int unreadable = 0;
    for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
      for (Field field : owner.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())) {
          continue;
        }
        bytes += bytesOf(field.getType());
        if (field.getType().isPrimitive()) {
          continue;
        }
        if (field.trySetAccessible()) {
          readable.add(field);
        } else {
          unreadable++;
        }
      }
    }
    return new ObjectLayout(ObjectSize.aligned(bytes), List.copyOf(readable), unreadable);
  }

  static @Nullable Object read(Field field, Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(field + " was readable a moment ago", e);
    }
  }

  /** How many bytes a variable of the type takes. */
  static int bytesOf(Class<?> type) {
    if (type == long.class || type == double.class) {
      return 8;
    }
    if (type == short.class || type == char.class) {
      return 2;
    }
    if (type == byte.class || type == boolean.class) {
      return 1;
    }
    return 4;
  }
}
