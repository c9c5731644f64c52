package io.tiercel.internal.config;

import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.CodecFactory;
import io.tiercel.tiers.spi.Copier;
import java.nio.ByteBuffer;

/** A type of codec that does nothing. */
public final class Mirror implements CodecFactory {
  @Override
  public String type() {
    return "mirror";
  }

  @Override
  public Codec codec(CodecContext context) {
    return new MirrorCodec();
  }

  @Override
  public Copier copier(CodecContext context) {
    return new MirrorCopier();
  }

  static final class MirrorCodec implements Codec {
    @Override
    public int id() {
      return 200;
    }

    @Override
    public byte[] encode(Object value) {
      return (byte[]) value;
    }

    @Override
    public Object decode(ByteBuffer bytes) {
      return bytes;
    }
  }

  static final class MirrorCopier implements Copier {
    @Override
    public <T> T copy(T value) {
      return value;
    }
  }
}
