package io.tiercel.internal.config;

import java.lang.reflect.InvocationTargetException;
import java.util.stream.Stream;
import javax.cache.CacheException;
import javax.cache.configuration.Factory;

/** Makes objects of a class that the configuration names. */
record LoadedFactory<T>(Class<? extends T> type) implements Factory<T> {
  private static final long serialVersionUID = 1L;

  /**
   * Finds the class.
   *
   * @throws IllegalArgumentException when there is none, or it cannot be used; the message says why
   */
  static <T> LoadedFactory<T> of(String className, Class<T> role, ClassLoader loader) {
    Class<?> named = classNamed(className, loader);
    if (!role.isAssignableFrom(named)) {
      throw new IllegalArgumentException("does not implement " + role.getName());
    }
    if (Stream.of(named.getConstructors()).noneMatch(c -> c.getParameterCount() == 0)) {
      throw new IllegalArgumentException("has no public constructor without parameters");
    }
    return new LoadedFactory<>(named.asSubclass(role));
  }

  /**
   * Finds a class without initialising it.
   *
   * @throws IllegalArgumentException when there is none
   */
  static Class<?> classNamed(String className, ClassLoader loader) {
    try {
      return Class.forName(className, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IllegalArgumentException("is not on the class path", e);
    }
  }

  @Override
  public T create() {
    try {
      return type.getConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw new CacheException(
          "the constructor of " + type.getName() + " failed: " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new CacheException("cannot make a " + type.getName() + ": " + e.getMessage(), e);
    }
  }
}
