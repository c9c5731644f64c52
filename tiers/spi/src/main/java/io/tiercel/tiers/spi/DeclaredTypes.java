package io.tiercel.tiers.spi;

import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The classes that a declared type is made of: itself, what it extends, what its fields are
 * declared to be, and so on; of a sealed type, those permitted too.
 *
 * <p>The JDK's classes are left out: being the type of a field says nothing of their harmlessness.
 */
final class DeclaredTypes {
  private final Set<String> names = new LinkedHashSet<>();

  private DeclaredTypes() {}

  static Set<String> reachableFrom(Class<?>... declared) {
    DeclaredTypes types = new DeclaredTypes();
    for (Class<?> type : declared) {
      types.add(type);
      if (type != Object.class) {
        types.names.add(type.getName());
      }
    }
    return types.names;
  }

  private void add(Type type) {
    if (type instanceof Class<?> named) {
      addClass(named.isArray() ? named.getComponentType() : named);
    } else if (type instanceof ParameterizedType generic) {
      add(generic.getRawType());
      addAll(generic.getActualTypeArguments());
    } else if (type instanceof GenericArrayType array) {
      add(array.getGenericComponentType());
    } else if (type instanceof WildcardType wildcard) {
      addAll(wildcard.getUpperBounds());
    }
  }

  private void addAll(Type... types) {
    for (Type type : types) {
      add(type);
    }
  }

  private void addClass(Class<?> type) {
    if (type.isArray()) {
      addClass(type.getComponentType());
    } else if (!isOfJdk(type) && names.add(type.getName())) {
      addParts(type);
    }
  }

  private void addParts(Class<?> type) {
    Type parent = type.getGenericSuperclass();
    if (parent != null) {
      add(parent);
    }
    Class<?>[] permitted = type.getPermittedSubclasses();
    if (permitted != null) {
      addAll(permitted);
    }
    for (Field field : fields(type)) {
      if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
        add(field.getGenericType());
      }
    }
  }

  /** None where a field is of a class that is missing: such a class cannot be stored either. */
  private static Field[] fields(Class<?> type) {
    try {
      return type.getDeclaredFields();
    } catch (LinkageError e) {
      return new Field[0];
    }
  }

  private static boolean isOfJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == ClassLoader.getPlatformClassLoader();
  }
}
