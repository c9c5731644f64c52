package io.tiercel.tiers.spi;

import java.nio.ByteBuffer;

/**
 * Turns objects into bytes and back. Thread-safe.
 *
 * <p>Equal objects should give equal bytes in every process: keys of classes that hide their fields
 * are told apart by them.
 */
public interface Codec {

  /**
   * Which codec wrote an entry, kept in its envelope. 1 to 99 are Tiercel's own; others choose from
   * 100 to 255.
   */
  int id();

  /**
   * Writes an object that is not null.
   *
   * @throws ClassNotAllowedException when a class in it is not {@linkplain AllowedClasses allowed}
   * @throws IllegalArgumentException when it cannot be written; the message names the class and
   *     what to do
   */
  byte[] encode(Object value);

  /**
   * Reads an object.
   *
   * @param bytes the whole of what {@link #encode} wrote, possibly damaged or hostile
   * @throws ClassNotAllowedException when the bytes name a class that is not {@linkplain
   *     AllowedClasses allowed}; none such is loaded
   * @throws IllegalArgumentException when it cannot be read
   */
  Object decode(ByteBuffer bytes);
}
