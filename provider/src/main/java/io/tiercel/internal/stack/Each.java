package io.tiercel.internal.stack;

import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Does something for each, whatever befalls the others. */
public final class Each {
  private Each() {}

  /** The first failure is thrown when all are done, with later ones suppressed. */
  public static <T> void of(Iterable<? extends T> all, Consumer<T> action) {
    of(all, action, failure -> false);
  }

  /**
   * As {@link #of(Iterable, Consumer)}.
   *
   * @param isEnd whether after such a failure the others are not tried any more
   */
  public static <T> void of(
      Iterable<? extends T> all, Consumer<T> action, Predicate<RuntimeException> isEnd) {
    RuntimeException failure = null;
    for (T one : all) {
      try {
        action.accept(one);
      } catch (RuntimeException e) {
        failure = first(failure, e);
        if (isEnd.test(e)) {
          break;
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static RuntimeException first(@Nullable RuntimeException before, RuntimeException next) {
    if (before == null) {
      return next;
    }
    if (before != next) {
      before.addSuppressed(next);
    }
    return before;
  }
}
