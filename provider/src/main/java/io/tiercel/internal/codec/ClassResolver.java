package io.tiercel.internal.codec;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds classes by name: with the cache manager's loader, then the thread's, then ours. */
final class ClassResolver {
  private final ClassLoader first;

  ClassResolver(ClassLoader first) {
    this.first = first;
  }

  Class<?> resolve(String name) throws ClassNotFoundException {
    Set<@Nullable ClassLoader> loaders = new LinkedHashSet<>();
    loaders.add(first);
    loaders.add(Thread.currentThread().getContextClassLoader());
    loaders.add(ClassResolver.class.getClassLoader());
    ClassNotFoundException missing = new ClassNotFoundException(name);
    for (ClassLoader loader : loaders) {
      try {
        return Class.forName(name, false, loader);
      } catch (ClassNotFoundException e) {
        missing = e;
      }
    }
    throw missing;
  }
}
