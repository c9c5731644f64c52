package io.tiercel.tiers.spi;

import java.util.List;

/**
 * What a codec is told of the cache it works for.
 *
 * @param cacheName the cache's name
 * @param keyType the declared type of keys, {@code Object} when undeclared
 * @param valueType the declared type of values, {@code Object} when undeclared
 * @param allowedClasses what the configuration allows beyond the declared types: classes, packages
 *     ending in {@code .*}, or packages with all below them ending in {@code .**}; {@link
 *     AllowedClasses} knows
 * @param classLoader resolves classes
 */
public record CodecContext(
    String cacheName,
    Class<?> keyType,
    Class<?> valueType,
    List<String> allowedClasses,
    ClassLoader classLoader) {

  public CodecContext {
    allowedClasses = List.copyOf(allowedClasses);
  }
}
