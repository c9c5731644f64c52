package io.tiercel.codecs.fory;

import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.CodecFactory;
import io.tiercel.tiers.spi.Copier;

/** Apache Fory: {@code codec = fory}, and {@code copier = fory}. */
public final class ForyCodecFactory implements CodecFactory {
  /** For the service loader. */
  public ForyCodecFactory() {}

  @Override
  public String type() {
    return "fory";
  }

  @Override
  public Codec codec(CodecContext context) {
    return new ForyCodec(context);
  }

  @Override
  public Copier copier(CodecContext context) {
    return new ForyCopier(context);
  }
}
