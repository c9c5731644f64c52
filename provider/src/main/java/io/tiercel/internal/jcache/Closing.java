package io.tiercel.internal.jcache;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** What has been opened, to be closed in reverse order, each thing once. Not thread-safe. */
final class Closing {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Set<Object> known = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Remembers the object if it can be closed. */
  void add(@Nullable Object object) {
    if (object instanceof AutoCloseable closeable && known.add(closeable)) {
      opened.push(closeable);
    }
  }

  /**
   * Closes everything; what fails does not keep the rest open.
   *
   * @throws CacheException with this message when something failed
   */
  void close(String message) {
    CacheException failure = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        if (failure == null) {
          failure = new CacheException(message, e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
