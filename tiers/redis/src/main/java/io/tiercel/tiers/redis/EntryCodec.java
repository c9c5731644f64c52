package io.tiercel.tiers.redis;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.ToByteBufEncoder;
import io.netty.buffer.ByteBuf;
import io.tiercel.tiers.spi.ByteEntry;
import java.nio.ByteBuffer;

/**
 * How an entry lies in Redis, written and read where Lettuce keeps what is on its way:
 *
 * <pre>
 *   8 bytes  token    no other write has it, whoever makes it
 *   n bytes  bytes    the entry's own
 * </pre>
 *
 * <p>Anything shorter was not written by a tier; it reads as an entry without bytes, whose token is
 * all there is, so that a conditional write can replace it.
 */
final class EntryCodec
    implements RedisCodec<byte[], ByteEntry>, ToByteBufEncoder<byte[], ByteEntry> {
  static final EntryCodec INSTANCE = new EntryCodec();

  static final int TOKEN_BYTES = 8;

  private EntryCodec() {}

  /** The token of an entry, as it is stored. */
  static byte[] token(ByteEntry entry) {
    return (byte[]) entry.token();
  }

  @Override
  public void encodeValue(ByteEntry entry, ByteBuf target) {
    target.writeBytes(token(entry)).writeBytes(entry.bytes());
  }

  @Override
  public ByteBuffer encodeValue(ByteEntry entry) {
    return ByteBuffer.allocate(estimateSize(entry)).put(token(entry)).put(entry.bytes()).flip();
  }

  @Override
  public ByteEntry decodeValue(ByteBuffer stored) {
    byte[] token = new byte[Math.min(TOKEN_BYTES, stored.remaining())];
    stored.get(token);
    byte[] bytes = new byte[stored.remaining()];
    stored.get(bytes);
    return ByteEntry.read(bytes, token);
  }

  @Override
  public void encodeKey(byte[] key, ByteBuf target) {
    target.writeBytes(key);
  }

  @Override
  public ByteBuffer encodeKey(byte[] key) {
    return ByteBuffer.wrap(key);
  }

  @Override
  public byte[] decodeKey(ByteBuffer key) {
    return ByteArrayCodec.INSTANCE.decodeKey(key);
  }

  @Override
  public int estimateSize(Object keyOrEntry) {
    return keyOrEntry instanceof ByteEntry entry
        ? token(entry).length + entry.bytes().length
        : ((byte[]) keyOrEntry).length;
  }

  @Override
  public boolean isEstimateExact() {
    return true;
  }
}
