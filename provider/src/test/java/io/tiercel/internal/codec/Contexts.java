package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.CodecContext;
import java.util.List;

/** Contexts of a cache named books. */
final class Contexts {
  private Contexts() {}

  static CodecContext of(Class<?> keyType, Class<?> valueType, String... allowed) {
    return new CodecContext(
        "books", keyType, valueType, List.of(allowed), Contexts.class.getClassLoader());
  }

  static CodecContext untyped(String... allowed) {
    return of(Object.class, Object.class, allowed);
  }
}
