package io.tiercel.internal.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Copies objects field by field, as serialization does: no constructor runs, transient fields stay
 * empty.
 */
final class BeanCopy implements Shape {
  /** From this release on the JDK objects to setting final fields by reflection. */
  private static final int FINAL_MEANS_FINAL = 26;

  private static final @Nullable Allocation ALLOCATION = Allocation.find();

  private final Constructor<?> blank;
  private final Transfer[] transfers;

  private BeanCopy(Constructor<?> blank, List<Transfer> transfers) {
    this.blank = blank;
    this.transfers = transfers.toArray(Transfer[]::new);
  }

  static Shape of(Class<?> type, List<Field> fields) {
    if (ALLOCATION == null || Modifier.isAbstract(type.getModifiers())) {
      return UNKNOWN;
    }
    List<Transfer> transfers = new ArrayList<>();
    for (Field field : fields) {
      boolean isFinal = Modifier.isFinal(field.getModifiers());
      if (isFinal && Runtime.version().feature() >= FINAL_MEANS_FINAL) {
        return UNKNOWN;
      }
      if (!Modifier.isTransient(field.getModifiers())) {
        transfers.add(Transfer.of(field));
      }
    }
    return new BeanCopy(ALLOCATION.blank(type), transfers);
  }

  @Override
  public Object copy(Object object, GraphCopy graph) {
    try {
      Object copy = graph.begun(object, blank.newInstance());
      for (Transfer transfer : transfers) {
        transfer.run(object, copy, graph);
      }
      return copy;
    } catch (IllegalAccessException | InstantiationException | InvocationTargetException e) {
      throw new LinkageError("fields were made accessible, and no constructor runs", e);
    }
  }

  /** Brings one field over. */
  private interface Transfer {
    void run(Object from, Object to, GraphCopy graph) throws IllegalAccessException;

    static Transfer of(Field field) {
      Class<?> type = field.getType();
      if (type == int.class) {
        return (from, to, graph) -> field.setInt(to, field.getInt(from));
      } else if (type == long.class) {
        return (from, to, graph) -> field.setLong(to, field.getLong(from));
      } else if (type == boolean.class) {
        return (from, to, graph) -> field.setBoolean(to, field.getBoolean(from));
      } else if (type == double.class) {
        return (from, to, graph) -> field.setDouble(to, field.getDouble(from));
      } else if (ImmutableTypes.isImmutableVariable(type)) {
        return (from, to, graph) -> field.set(to, field.get(from));
      }
      return (from, to, graph) -> field.set(to, graph.copy(field.get(from)));
    }
  }

  /** What the JDK offers to serialization libraries: objects whose constructor does not run. */
  private record Allocation(Object factory, Method method, Constructor<?> ofObject) {
    static @Nullable Allocation find() {
      try {
        Class<?> type = Class.forName("sun.reflect.ReflectionFactory");
        return new Allocation(
            type.getMethod("getReflectionFactory").invoke(null),
            type.getMethod("newConstructorForSerialization", Class.class, Constructor.class),
            Object.class.getConstructor());
      } catch (ReflectiveOperationException e) {
        return null;
      }
    }

    Constructor<?> blank(Class<?> type) {
      try {
        return (Constructor<?>) method.invoke(factory, type, ofObject);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("the JDK makes a constructor for any class", e);
      }
    }
  }
}
