package io.tiercel.internal.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A class of keys whose text tells all of it, other than {@code String}.
 *
 * @param tag sets its texts apart from those of other classes
 * @param type the class; no subclass
 * @param write equal keys have equal texts, different keys have different ones, in every JDK
 * @param read turns the text back; throws a {@code RuntimeException} when it cannot
 */
record SimpleKey<T>(
    String tag, Class<T> type, Function<T, String> write, Function<String, T> read) {

  private static final List<SimpleKey<?>> ALL =
      List.of(
          new SimpleKey<>("int", Integer.class, Object::toString, Integer::valueOf),
          new SimpleKey<>("long", Long.class, Object::toString, Long::valueOf),
          new SimpleKey<>("short", Short.class, Object::toString, Short::valueOf),
          new SimpleKey<>("byte", Byte.class, Object::toString, Byte::valueOf),
          new SimpleKey<>("char", Character.class, Object::toString, SimpleKey::character),
          new SimpleKey<>("boolean", Boolean.class, Object::toString, Boolean::valueOf),
          new SimpleKey<>("float", Float.class, Float::toHexString, Float::valueOf),
          new SimpleKey<>("double", Double.class, Double::toHexString, Double::valueOf),
          new SimpleKey<>("integer", BigInteger.class, Object::toString, BigInteger::new),
          new SimpleKey<>("decimal", BigDecimal.class, Object::toString, BigDecimal::new),
          new SimpleKey<>("uuid", UUID.class, Object::toString, UUID::fromString),
          new SimpleKey<>("instant", Instant.class, Object::toString, Instant::parse),
          new SimpleKey<>("date", LocalDate.class, Object::toString, LocalDate::parse),
          new SimpleKey<>("datetime", LocalDateTime.class, Object::toString, LocalDateTime::parse));

  private static final Map<Class<?>, SimpleKey<?>> BY_TYPE =
      ALL.stream().collect(Collectors.toUnmodifiableMap(SimpleKey::type, simple -> simple));
  private static final Map<String, SimpleKey<?>> BY_TAG =
      ALL.stream().collect(Collectors.toUnmodifiableMap(SimpleKey::tag, simple -> simple));

  static @Nullable SimpleKey<?> of(Class<?> type) {
    return BY_TYPE.get(type);
  }

  static @Nullable SimpleKey<?> of(String tag) {
    return BY_TAG.get(tag);
  }

  String text(Object key) {
    return write.apply(type.cast(key));
  }

  T key(String text) {
    return read.apply(text);
  }

  private static Character character(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException("not one character");
    }
    return text.charAt(0);
  }
}
