package io.tiercel.internal.config;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for classes and resources with the manager's class loader, then with the calling thread's,
 * then with the one of this library. Defines no class and keeps hold of no thread's loader.
 */
public final class ManagerClassLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  public ManagerClassLoader(ClassLoader managerLoader) {
    super(managerLoader);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    ClassNotFoundException notFound = new ClassNotFoundException(name);
    for (ClassLoader other : others().toList()) {
      try {
        return Class.forName(name, false, other);
      } catch (ClassNotFoundException e) {
        notFound.addSuppressed(e);
      }
    }
    throw notFound;
  }

  @Override
  protected @Nullable URL findResource(String name) {
    return others()
        .map(other -> other.getResource(name))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    Map<String, URL> found = new LinkedHashMap<>();
    for (ClassLoader other : others().toList()) {
      for (URL url : Collections.list(other.getResources(name))) {
        found.putIfAbsent(url.toString(), url);
      }
    }
    return Collections.enumeration(found.values());
  }

  private Stream<ClassLoader> others() {
    return Stream.of(
            Thread.currentThread().getContextClassLoader(),
            ManagerClassLoader.class.getClassLoader())
        .filter(other -> other != null && other != getParent() && other != this)
        .distinct();
  }
}
