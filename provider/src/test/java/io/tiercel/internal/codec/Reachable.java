package io.tiercel.internal.codec;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** What can be reached from an object and could be changed. */
final class Reachable {
  private Reachable() {}

  static void collect(Object object, Set<Object> reached) {
    if (object == null || Shape.isImmutable(object) || !reached.add(object)) {
      return;
    }
    if (object instanceof Object[] array) {
      for (Object part : array) {
        collect(part, reached);
      }
    } else if (object instanceof Collection<?> parts) {
      parts.forEach(part -> collect(part, reached));
    } else if (object instanceof Map<?, ?> map) {
      map.keySet().forEach(part -> collect(part, reached));
      map.values().forEach(part -> collect(part, reached));
    } else {
      collectFields(object, reached);
    }
  }

  private static void collectFields(Object object, Set<Object> reached) {
    for (Class<?> part = object.getClass(); part != null; part = part.getSuperclass()) {
      for (Field field : part.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          try {
            field.setAccessible(true);
            collect(field.get(object), reached);
          } catch (InaccessibleObjectException e) {
            return;
          } catch (IllegalAccessException e) {
            throw new AssertionError(e);
          }
        }
      }
    }
  }
}
