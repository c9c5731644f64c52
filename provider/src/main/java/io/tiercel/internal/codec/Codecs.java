package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.ClassNotAllowedException;
import io.tiercel.tiers.spi.Codec;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The codecs of one cache: raw ones for the commonest classes, the configured one for the rest. */
final class Codecs {
  private final Codec configured;
  private final Consumer<Object> probe;

  Codecs(Codec configured) {
    this(configured, value -> {});
  }

  /**
   * @param probe does to what was read what will be done to it later: damaged bytes may make an
   *     object that fails only then
   */
  Codecs(Codec configured, Consumer<Object> probe) {
    this.configured = configured;
    this.probe = probe;
  }

  Encoded encode(Object value) {
    Codec raw = RawCodec.of(value.getClass());
    if (raw == null) {
      return encode(value, configured);
    }
    return raw == RawCodec.STRING && hasHalfAPair((String) value)
        ? encode(value, configured)
        : encode(value, raw);
  }

  private static Encoded encode(Object value, Codec codec) {
    return new Encoded(codec.id(), ByteBuffer.wrap(codec.encode(value)));
  }

  /** Whether UTF-8 cannot take all of the text: half a surrogate pair cannot be written. */
  private static boolean hasHalfAPair(String text) {
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        return true;
      }
      i += Character.charCount(point);
    }
    return false;
  }

  /** Reads what any process with the same codec wrote, or anything else. */
  <T> T decode(Encoded encoded, Class<T> type) throws RejectedException {
    Codec codec = byId(encoded.codecId());
    if (codec == null) {
      throw new RejectedException(Reject.UNKNOWN_CODEC);
    }
    Object value = reading(() -> probed(codec.decode(encoded.bytes().duplicate())));
    if (!type.isInstance(value)) {
      throw new RejectedException(Reject.WRONG_TYPE);
    }
    return type.cast(value);
  }

  private Object probed(Object value) {
    probe.accept(value);
    return value;
  }

  private @Nullable Codec byId(int id) {
    return id == configured.id() ? configured : RawCodec.of(id);
  }

  /**
   * Whatever a codec, or an object that it made of damaged or hostile bytes, stumbles over is a
   * miss; errors too, for such bytes reach code that never expected them.
   */
  static <T> T reading(Supplier<T> reading) throws RejectedException {
    try {
      return reading.get();
    } catch (ClassNotAllowedException e) {
      throw new RejectedException(Reject.CLASS_NOT_ALLOWED, e);
    } catch (RuntimeException | Error e) {
      throw new RejectedException(Reject.UNDECODABLE, e);
    }
  }
}
