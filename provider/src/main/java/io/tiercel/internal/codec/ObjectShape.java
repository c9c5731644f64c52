package io.tiercel.internal.codec;

import java.io.Externalizable;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Objects of the application's own classes, by their fields.
 *
 * <p>An object whose fields are all final and hold what nobody can change is immutable. The others
 * are copied as serialization would copy them, which takes that their class is Serializable and has
 * no say of its own in how it is written.
 */
final class ObjectShape implements Shape {
  private static final Set<String> HOOKS =
      Set.of("writeObject", "readObject", "readObjectNoData", "writeReplace", "readResolve");

  /** The fields whose types leave open whether they hold something immutable. */
  private final List<Field> open;

  private final boolean isFinal;
  private final Shape copying;

  private ObjectShape(List<Field> open, boolean isFinal, Shape copying) {
    this.open = open;
    this.isFinal = isFinal;
    this.copying = copying;
  }

  static Shape of(Class<?> type) {
    try {
      List<Class<?>> parts = parts(type);
      if (type.isHidden() || parts.stream().anyMatch(ImmutableTypes::isOfJdk)) {
        return UNKNOWN;
      }
      List<Field> fields = instanceFields(parts);
      fields.forEach(field -> field.setAccessible(true));
      List<Field> open =
          fields.stream()
              .filter(field -> !ImmutableTypes.isImmutableVariable(field.getType()))
              .toList();
      boolean isFinal = fields.stream().allMatch(field -> Modifier.isFinal(field.getModifiers()));
      boolean isPlain = parts.stream().allMatch(ObjectShape::isPlain);
      return new ObjectShape(open, isFinal, isPlain ? copying(type, fields) : UNKNOWN);
    } catch (LinkageError | InaccessibleObjectException e) {
      return UNKNOWN;
    }
  }

  private static Shape copying(Class<?> type, List<Field> fields) {
    return type.isRecord() ? RecordCopy.of(type) : BeanCopy.of(type, fields);
  }

  private static List<Class<?>> parts(Class<?> type) {
    List<Class<?>> parts = new ArrayList<>();
    for (Class<?> part = type; part != null && part != Object.class; part = part.getSuperclass()) {
      if (part != Record.class) {
        parts.add(part);
      }
    }
    return parts;
  }

  /**
   * The fields that make up an object, in an order of their names; null where the class has a say
   * of its own in how it is written, or hides them.
   */
  static @Nullable List<Field> writtenFields(Class<?> type) {
    try {
      List<Class<?>> parts = parts(type);
      if (type.isHidden()
          || parts.stream().anyMatch(part -> ImmutableTypes.isOfJdk(part) || hasHook(part))) {
        return null;
      }
      List<Field> fields = instanceFields(parts);
      fields.removeIf(field -> Modifier.isTransient(field.getModifiers()));
      fields.sort(Comparator.comparing(Field::getName).thenComparing(ObjectShape::owner));
      fields.forEach(field -> field.setAccessible(true));
      return fields;
    } catch (LinkageError | InaccessibleObjectException e) {
      return null;
    }
  }

  private static String owner(Field field) {
    return field.getDeclaringClass().getName();
  }

  private static List<Field> instanceFields(List<Class<?>> parts) {
    List<Field> fields = new ArrayList<>();
    for (Class<?> part : parts) {
      for (Field field : part.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          fields.add(field);
        }
      }
    }
    return fields;
  }

  private static boolean isPlain(Class<?> part) {
    return Serializable.class.isAssignableFrom(part) && !hasHook(part);
  }

  private static boolean hasHook(Class<?> part) {
    for (Method method : part.getDeclaredMethods()) {
      if (HOOKS.contains(method.getName())) {
        return true;
      }
    }
    for (Field field : part.getDeclaredFields()) {
      if (field.getName().equals("serialPersistentFields")) {
        return true;
      }
    }
    return Externalizable.class.isAssignableFrom(part);
  }

  @Override
  public boolean isImmutable(Object object, int depthLeft) {
    if (!isFinal || depthLeft == 0) {
      return false;
    }
    for (int i = 0; i < open.size(); i++) {
      Object part = read(open.get(i), object);
      if (part != null && !Shape.of(part).isImmutable(part, depthLeft - 1)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Object copy(Object object, GraphCopy graph) {
    return copying.copy(object, graph);
  }

  static @Nullable Object read(Field field, Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new LinkageError("the field was made accessible", e);
    }
  }
}
