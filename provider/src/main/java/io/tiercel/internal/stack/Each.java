package io.tiercel.internal.stack;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does something for each, whatever befalls the others. */
public final class Each {
  private Each() {}

  /** The first failure is thrown when all are done, with later ones suppressed. */
  public static <T> void of(Iterable<? extends T> all, Consumer<T> action) {
    RuntimeException failure = null;
    for (T one : all) {
      failure = after(failure, one, action);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static <T> @Nullable RuntimeException after(
      @Nullable RuntimeException failure, T one, Consumer<T> action) {
    try {
      action.accept(one);
      return failure;
    } catch (RuntimeException e) {
      if (failure == null) {
        return e;
      }
      failure.addSuppressed(e);
      return failure;
    }
  }
}
