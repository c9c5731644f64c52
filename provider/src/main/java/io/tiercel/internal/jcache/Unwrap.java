package io.tiercel.internal.jcache;

/** The one rule of every {@code unwrap} of JSR-107. */
final class Unwrap {
  private Unwrap() {}

  static <T> T as(Class<T> type, Object... candidates) {
    for (Object candidate : candidates) {
      if (type.isInstance(candidate)) {
        return type.cast(candidate);
      }
    }
    throw new IllegalArgumentException(
        candidates[0].getClass().getName() + " cannot be unwrapped to " + type.getName());
  }
}
