package io.tiercel.internal.jcache;

import io.tiercel.internal.stack.CircularWaitException;
import io.tiercel.internal.stack.Each;
import io.tiercel.tiers.spi.TierException;
import java.util.function.Consumer;
import javax.cache.CacheException;
import javax.cache.integration.CacheWriterException;

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

  /**
   * Does something for each, whatever befalls the others, before the first failure is thrown. It
   * ends where no writer can be told behind: each of the others would wait as long for room.
   */
  static <T> void forEach(Iterable<? extends T> all, Consumer<T> action) {
    Each.of(all, action, CacheWriterException.class::isInstance);
  }
}
