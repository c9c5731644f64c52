package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.ClassNotAllowedException;
import io.tiercel.tiers.spi.Codec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
