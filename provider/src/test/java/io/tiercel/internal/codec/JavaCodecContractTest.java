package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.testkit.CodecContract;
import java.util.List;

class JavaCodecContractTest extends CodecContract {
  @Override
  protected Codec codec() {
    return new JavaCodec(Contexts.untyped(ValueShapes.class.getName()));
  }

  @Override
  protected List<Object> values() {
    return ValueShapes.comparable();
  }
}
