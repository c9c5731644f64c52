package io.tiercel.internal.jcache;

import io.tiercel.internal.stack.CircularWaitException;
import io.tiercel.tiers.spi.TierException;
import java.util.function.Consumer;
import javax.cache.CacheException;
import javax.cache.event.CacheEntryListenerException;
import org.jspecify.annotations.Nullable;

/** How failures look to those who call the cache. */
final class Failures {
  private Failures() {}

  /** What is not JCache's own becomes a {@link CacheException} of the same message. */
  static RuntimeException asCacheException(RuntimeException e) {
    return e instanceof TierException
            || e instanceof CircularWaitException
            || e instanceof IllegalArgumentException
        ? new CacheException(e.getMessage(), e)
        : e;
  }

  /** Does something for each, all of them, before the failure of a listener is thrown. */
  static <T> void forEach(Iterable<? extends T> all, Consumer<T> action) {
    CacheEntryListenerException failure = null;
    for (T one : all) {
      try {
        action.accept(one);
      } catch (CacheEntryListenerException e) {
        failure = first(failure, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static CacheEntryListenerException first(
      @Nullable CacheEntryListenerException before, CacheEntryListenerException next) {
    if (before == null) {
      return next;
    }
    before.addSuppressed(next);
    return before;
  }
}
