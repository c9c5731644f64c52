package io.tiercel.internal.jcache;

import java.util.function.Supplier;

/** The loader with which user code that is called here finds classes by name. */
final class ContextClassLoader {
  private ContextClassLoader() {}

  /** Does something with this loader as the thread's own. */
  static <T> T with(ClassLoader loader, Supplier<T> work) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return work.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
