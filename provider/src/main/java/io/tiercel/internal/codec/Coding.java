package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.Codec;
import java.util.function.Consumer;

/**
 * What turns the values of a cache into bytes and back.
 *
 * @param codec writes and reads them
 * @param probe does to what was read what will be done to it later, and throws if it fails: damaged
 *     bytes may make an object that looks whole
 * @param compressor makes the bytes fewer
 * @param encryption hides them
 */
public record Coding(
    Codec codec, Consumer<Object> probe, Compressor compressor, Encryption encryption) {

  /** Values as the codec writes them, without more. */
  public static Coding of(Codec codec) {
    return new Coding(codec, value -> {}, Compressor.NONE, Encryption.NONE);
  }
}
