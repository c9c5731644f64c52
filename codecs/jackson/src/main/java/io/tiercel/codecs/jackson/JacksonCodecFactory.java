package io.tiercel.codecs.jackson;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.CodecFactory;
import io.tiercel.tiers.spi.Copier;
import java.util.function.Supplier;

/** JSON by Jackson, for caches with declared types: {@code codec = jackson}. */
public final class JacksonCodecFactory implements CodecFactory {
  private final Supplier<ObjectMapper> mappers;

  /** For the service loader: a mapper of our own, which knows records, dates and optionals. */
  public JacksonCodecFactory() {
    this(() -> JsonMapper.builder().build());
  }

  /**
   * For {@code TieredConfiguration.codec}: a mapper that knows more. It is copied for each cache;
   * the copy is told how to read dates, unknown properties and the names of classes.
   */
  public JacksonCodecFactory(ObjectMapper mapper) {
    this(mapper::copy);
  }

  private JacksonCodecFactory(Supplier<ObjectMapper> mappers) {
    this.mappers = mappers;
  }

  @Override
  public String type() {
    return "jackson";
  }

  @Override
  public Codec codec(CodecContext context) {
    return new JacksonCodec(context, mappers.get());
  }

  @Override
  public Copier copier(CodecContext context) {
    return new JacksonCopier(new JacksonCodec(context, mappers.get()));
  }
}
