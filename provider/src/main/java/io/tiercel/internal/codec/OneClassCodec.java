package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.spi.CodecContext;
import java.nio.ByteBuffer;

/** A {@linkplain RawCodec raw codec} that keeps its class and nothing else. */
final class OneClassCodec implements Codec {
  private final String about;
  private final String className;
  private final RawCodec raw;

  /**
   * @throws IllegalArgumentException when the cache's values are not declared to be of that class
   */
  OneClassCodec(String type, RawCodec raw, CodecContext context) {
    this.raw = raw;
    this.className = raw.type().getSimpleName();
    this.about = "cache \"" + context.cacheName() + "\": codec " + type + " keeps values of type ";
    if (context.valueType() != raw.type()) {
      throw new IllegalArgumentException(
          about
              + className
              + " alone, but value-type is "
              + context.valueType().getName()
              + "; declare it to be "
              + className
              + ", or configure another codec");
    }
  }

  @Override
  public int id() {
    return raw.id();
  }

  @Override
  public byte[] encode(Object value) {
    if (value.getClass() != raw.type()) {
      throw new IllegalArgumentException(
          about
              + className
              + " alone, and keys that are written in full, but this is a "
              + value.getClass().getName()
              + "; configure another codec");
    }
    byte[] bytes = raw.encode(value);
    if (value instanceof String && !value.equals(raw.decode(ByteBuffer.wrap(bytes)))) {
      throw new IllegalArgumentException(
          about
              + className
              + " as UTF-8, which has no form for half a surrogate pair; configure another codec");
    }
    return bytes;
  }

  @Override
  public Object decode(ByteBuffer bytes) {
    return raw.decode(bytes);
  }
}
