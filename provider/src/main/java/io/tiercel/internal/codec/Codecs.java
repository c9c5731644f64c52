package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.ClassNotAllowedException;
import io.tiercel.tiers.spi.Codec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The codecs of one cache: raw ones for the commonest classes, the configured one for the rest. */
final class Codecs {
  private final Codec configured;

  Codecs(Codec configured) {
    this.configured = configured;
  }

  Encoded encode(Object value) {
    Codec raw = RawCodec.of(value.getClass());
    if (raw == null) {
      return encode(value, configured);
    }
    Encoded encoded = encode(value, raw);
    return raw == RawCodec.STRING && isDamaged((String) value, encoded)
        ? encode(value, configured)
        : encoded;
  }

  private static Encoded encode(Object value, Codec codec) {
    return new Encoded(codec.id(), ByteBuffer.wrap(codec.encode(value)));
  }

  /** Whether UTF-8 could not take all of the text: half a surrogate pair cannot be written. */
  private static boolean isDamaged(String text, Encoded encoded) {
    return !new String(encoded.bytes().array(), StandardCharsets.UTF_8).equals(text);
  }

  /** Reads what any process with the same codec wrote, or anything else. */
  <T> T decode(Encoded encoded, Class<T> type) throws RejectedException {
    Codec codec = byId(encoded.codecId());
    if (codec == null) {
      throw new RejectedException(Reject.UNKNOWN_CODEC);
    }
    Object value = decode(encoded, codec);
    if (!type.isInstance(value)) {
      throw new RejectedException(Reject.WRONG_TYPE);
    }
    return type.cast(value);
  }

  private @Nullable Codec byId(int id) {
    return id == configured.id() ? configured : RawCodec.of(id);
  }

  /** Whatever a codec stumbles over in damaged or hostile bytes is a miss. */
  private static Object decode(Encoded encoded, Codec codec) throws RejectedException {
    try {
      return codec.decode(encoded.bytes().duplicate());
    } catch (ClassNotAllowedException e) {
      throw new RejectedException(Reject.CLASS_NOT_ALLOWED, e);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw new RejectedException(Reject.UNDECODABLE, e);
    }
  }
}
