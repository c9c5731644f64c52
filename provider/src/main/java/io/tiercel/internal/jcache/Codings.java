package io.tiercel.internal.jcache;

import io.tiercel.internal.codec.Coding;
import io.tiercel.internal.codec.Encryption;
import io.tiercel.internal.codec.JavaCodecFactory;
import io.tiercel.internal.config.CacheDefinition;
import io.tiercel.tiers.spi.Codec;
import io.tiercel.tiers.spi.CodecContext;
import java.security.SecureRandom;
import java.util.function.Function;
import javax.cache.CacheException;

/** How the keys and values of a cache become bytes, for whatever keeps those. */
final class Codings {
  private final CacheDefinition<?, ?> definition;
  private final CodecContext context;
  private final Values values;

  Codings(CacheDefinition<?, ?> definition, CodecContext context, Values values) {
    this.definition = definition;
    this.context = context;
    this.values = values;
  }

  /** The cache, as codecs are told of it. */
  CodecContext context() {
    return context;
  }

  /** What turns values into bytes, with a codec of its own. */
  Coding coding() {
    return new Coding(codec(), values::probe, definition.compressor(), encryption());
  }

  private Codec codec() {
    Function<CodecContext, Codec> named = definition.codec();
    try {
      return named == null ? new JavaCodecFactory().codec(context) : named.apply(context);
    } catch (IllegalArgumentException e) {
      throw new CacheException(e.getMessage(), e);
    }
  }

  private Encryption encryption() {
    return new Encryption(definition.namespace(), definition.encryptionKeys(), new SecureRandom());
  }
}
