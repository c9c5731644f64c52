package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.CodecFactory;
import io.tiercel.tiers.spi.Copier;

/** UTF-8 and nothing else: {@code codec = string}, for values declared to be strings. */
public final class StringCodecFactory implements CodecFactory {
  @Override
  public String type() {
    return "string";
  }

  @Override
  public Codec codec(CodecContext context) {
    return new OneClassCodec(type(), RawCodec.STRING, context);
  }

  @Override
  public Copier copier(CodecContext context) {
    return new JavaCopier(context);
  }
}
