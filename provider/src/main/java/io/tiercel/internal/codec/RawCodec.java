package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.Codec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The commonest values without any ceremony, whatever codec is configured: a stranger reads a
 * string as a string.
 *
 * <pre>
 * id  class   bytes
 *  2  String  UTF-8
 *  3  byte[]  themselves
 *  4  Long    8, big-endian
 *  5  Integer 4, big-endian
 * </pre>
 */
enum RawCodec implements Codec {
  STRING(2, String.class) {
    @Override
    public byte[] encode(Object value) {
      return ((String) value).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object decode(ByteBuffer bytes) {
      if (!bytes.hasArray()) {
        return new String(rest(bytes), StandardCharsets.UTF_8);
      }
      int from = bytes.arrayOffset() + bytes.position();
      return new String(bytes.array(), from, bytes.remaining(), StandardCharsets.UTF_8);
    }
  },
  BYTES(3, byte[].class) {
    @Override
    public byte[] encode(Object value) {
      return ((byte[]) value).clone();
    }

    @Override
    public Object decode(ByteBuffer bytes) {
      return rest(bytes);
    }
  },
  LONG(4, Long.class) {
    @Override
    public byte[] encode(Object value) {
      return ByteBuffer.allocate(Long.BYTES).putLong((Long) value).array();
    }

    @Override
    public Object decode(ByteBuffer bytes) {
      return ByteBuffer.wrap(rest(bytes, Long.BYTES)).getLong();
    }
  },
  INTEGER(5, Integer.class) {
    @Override
    public byte[] encode(Object value) {
      return ByteBuffer.allocate(Integer.BYTES).putInt((Integer) value).array();
    }

    @Override
    public Object decode(ByteBuffer bytes) {
      return ByteBuffer.wrap(rest(bytes, Integer.BYTES)).getInt();
    }
  };

  private static final RawCodec[] ALL = values();

  private final int id;
  private final Class<?> type;

  RawCodec(int id, Class<?> type) {
    this.id = id;
    this.type = type;
  }

  /** The raw codec that writes values of this class, or null. */
  static @Nullable RawCodec of(Class<?> type) {
    for (RawCodec codec : ALL) {
      if (codec.type == type) {
        return codec;
      }
    }
    return null;
  }

  /** The raw codec of this number, or null. */
  static @Nullable RawCodec of(int id) {
    for (RawCodec codec : ALL) {
      if (codec.id == id) {
        return codec;
      }
    }
    return null;
  }

  @Override
  public int id() {
    return id;
  }

  /** The class whose objects it writes. */
  Class<?> type() {
    return type;
  }

  private static byte[] rest(ByteBuffer bytes) {
    byte[] rest = new byte[bytes.remaining()];
    bytes.get(rest);
    return rest;
  }

  private static byte[] rest(ByteBuffer bytes, int expected) {
    if (bytes.remaining() != expected) {
      throw new IllegalArgumentException(
          "expected " + expected + " bytes but there are " + bytes.remaining());
    }
    return rest(bytes);
  }
}
