package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.CodecFactory;
import io.tiercel.tiers.spi.Copier;

/** Java serialization: {@code codec = java}, and what is used when no codec is named. */
public final class JavaCodecFactory implements CodecFactory {
  @Override
  public String type() {
    return "java";
  }

  @Override
  public Codec codec(CodecContext context) {
    return new JavaCodec(context);
  }

  @Override
  public Copier copier(CodecContext context) {
    return new JavaCopier(context);
  }
}
