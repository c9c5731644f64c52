package io.tiercel.internal.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Copies records through their canonical constructor, as serialization does. */
final class RecordCopy implements Shape {
  private final Constructor<?> constructor;
  private final Field[] fields;

  private RecordCopy(Constructor<?> constructor, Field[] fields) {
    this.constructor = constructor;
    this.fields = fields;
  }

  static Shape of(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      Field[] fields = new Field[components.length];
      for (int i = 0; i < fields.length; i++) {
        fields[i] = type.getDeclaredField(components[i].getName());
        fields[i].setAccessible(true);
      }
      return new RecordCopy(constructor, fields);
    } catch (ReflectiveOperationException e) {
      return UNKNOWN;
    }
  }

  @Override
  public Object copy(Object object, GraphCopy graph) {
    @Nullable Object[] parts = new @Nullable Object[fields.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = graph.copy(ObjectShape.read(fields[i], object));
    }
    return graph.begun(object, create(parts));
  }

  private Object create(@Nullable Object[] parts) {
    try {
      return constructor.newInstance(parts);
    } catch (InvocationTargetException | InstantiationException | IllegalAccessException e) {
      throw new IllegalArgumentException(
          "the constructor of " + constructor.getDeclaringClass().getName() + " refused its copy",
          e);
    }
  }
}
