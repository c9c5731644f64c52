package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.CodecFactory;
import io.tiercel.tiers.spi.Copier;

/** Bytes as they are: {@code codec = bytes}, for values declared to be {@code byte[]}. */
public final class BytesCodecFactory implements CodecFactory {
  @Override
  public String type() {
    return "bytes";
  }

  @Override
  public Codec codec(CodecContext context) {
    return new OneClassCodec(type(), RawCodec.BYTES, context);
  }

  @Override
  public Copier copier(CodecContext context) {
    return new JavaCopier(context);
  }
}
