package io.tiercel.codecs.jackson;

import io.tiercel.tiers.spi.Copier;
import java.nio.ByteBuffer;

/** Copies by way of JSON. */
final class JacksonCopier implements Copier {
  private final JacksonCodec codec;

  JacksonCopier(JacksonCodec codec) {
    this.codec = codec;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> T copy(T value) {
    return (T) codec.decode(ByteBuffer.wrap(codec.encode(value)));
  }
}
