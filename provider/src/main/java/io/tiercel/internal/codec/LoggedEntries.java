package io.tiercel.internal.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.Entry;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one cache as bytes that tell their key: the {@linkplain KeyNames name} and the
 * {@linkplain Envelope envelope}, compressed and encrypted as in a tier of bytes. Thread-safe.
 *
 * <pre>
 * offset  bytes
 *      0      4  length of the name, n
 *      4      n  the name, ASCII
 *     ..         the envelope
 * </pre>
 */
public final class LoggedEntries<K, V> {
  private static final int MAX_NAME_BYTES = 1024;

  private final EntryCodec<K, V> codec;

  /**
   * @param context the cache
   * @param clock tells when an entry is written
   */
  public LoggedEntries(CodecContext context, Coding coding, InstantSource clock) {
    this.codec = new EntryCodec<>(context, coding, MAX_NAME_BYTES, Retention.PLAIN, clock);
  }

  /**
   * Writes the value of a key.
   *
   * @param value null where the key is removed
   * @throws IllegalArgumentException when it cannot be written; the message names the class and
   *     what to do
   */
  public byte[] encode(K key, @Nullable V value) {
    String name = codec.names().of(key);
    byte[] envelope = codec.encode(key, name, new Entry<>(value, 0, Entry.NEVER)).bytes();
    return ByteBuffer.allocate(Integer.BYTES + name.length() + envelope.length)
        .putInt(name.length())
        .put(name.getBytes(US_ASCII))
        .put(envelope)
        .array();
  }

  /** The name of the key in what {@link #encode} wrote. */
  public static String name(byte[] encoded) {
    int length = ByteBuffer.wrap(encoded).getInt();
    return new String(encoded, Integer.BYTES, length, US_ASCII);
  }

  /**
   * Reads what {@link #encode} wrote, in this process or another; a tombstone where the key is
   * removed.
   *
   * @throws IllegalArgumentException when it cannot be read; the message says why
   */
  public Map.Entry<K, Entry<V>> decode(ByteBuffer bytes) {
    try {
      int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
      if (length < 0 || length > Math.min(MAX_NAME_BYTES, bytes.remaining())) {
        throw new RejectedException(Reject.CORRUPT);
      }
      byte[] name = new byte[length];
      bytes.get(name);
      byte[] envelope = new byte[bytes.remaining()];
      bytes.get(envelope);
      return codec.decode(
          new String(name, US_ASCII), ByteEntry.read(envelope, LoggedEntries.class));
    } catch (RejectedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
