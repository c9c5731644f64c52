package io.tiercel.tiers.spi;

/** A class may not be among the bytes of a cache; the message says how to allow it. */
public final class ClassNotAllowedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  ClassNotAllowedException(String cacheName, String className) {
    super(
        "cache \""
            + cacheName
            + "\": class "
            + className
            + " is not allowed to be stored outside the heap; add it to allowed-classes ("
            + suggestion(className)
            + ")");
  }

  private static String suggestion(String className) {
    int dot = className.lastIndexOf('.');
    return dot < 0 ? className : className + " or " + className.substring(0, dot) + ".*";
  }
}
