package io.tiercel.internal.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.Entry;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
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
public final class LoggedEntries<K, W> {
  private static final int MAX_NAME_BYTES = 1024;

  private final Form<K, ?, W> form;

  private LoggedEntries(Form<K, ?, W> form) {
    this.form = form;
  }

  /**
   * What waits, as an entry, and back.
   *
   * @param entry what is written; null waits where the key is removed
   * @param waiting in an entry what was read, a tombstone where the key is removed
   */
  private record Form<K, V, W>(
      EntryCodec<K, V> codec,
      Function<@Nullable W, Entry<V>> entry,
      Function<Entry<V>, Entry<W>> waiting) {

    String name(K key) {
      return codec.names().of(key);
    }

    byte[] envelope(K key, String name, @Nullable W what) {
      return codec.encode(key, name, entry.apply(what)).bytes();
    }

    Map.Entry<K, Entry<W>> parse(String name, ByteEntry envelope) throws RejectedException {
      Map.Entry<K, Entry<V>> parsed = codec.decode(name, envelope);
      return Map.entry(parsed.getKey(), waiting.apply(parsed.getValue()));
    }
  }

  /**
   * What waits are values.
   *
   * @param context the cache
   * @param clock tells when an entry is written
   */
  public static <K, V> LoggedEntries<K, V> ofValues(
      CodecContext context, Coding coding, InstantSource clock) {
    EntryCodec<K, V> codec = codec(context, coding, clock);
    return new LoggedEntries<>(
        new Form<K, V, V>(codec, LoggedEntries::lasting, Function.identity()));
  }

  /** What waits are entries, tombstones among them; as {@link #ofValues}. */
  public static <K, V> LoggedEntries<K, Entry<V>> ofEntries(
      CodecContext context, Coding coding, InstantSource clock) {
    EntryCodec<K, V> codec = codec(context, coding, clock);
    return new LoggedEntries<>(
        new Form<K, V, Entry<V>>(codec, Objects::requireNonNull, LoggedEntries::lasting));
  }

  private static <W> Entry<W> lasting(@Nullable W value) {
    return new Entry<>(value, 0, Entry.NEVER);
  }

  private static <K, V> EntryCodec<K, V> codec(
      CodecContext context, Coding coding, InstantSource clock) {
    return new EntryCodec<>(context, coding, MAX_NAME_BYTES, Retention.PLAIN, clock);
  }

  /**
   * Writes what waits of a key.
   *
   * @param waiting null where the key is removed
   * @throws IllegalArgumentException when it cannot be written; the message names the class and
   *     what to do
   */
  public byte[] encode(K key, @Nullable W waiting) {
    String name = form.name(key);
    byte[] envelope = form.envelope(key, name, waiting);
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
  public Map.Entry<K, Entry<W>> decode(ByteBuffer bytes) {
    try {
      int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
      if (length < 0 || length > Math.min(MAX_NAME_BYTES, bytes.remaining())) {
        throw new RejectedException(Reject.CORRUPT);
      }
      byte[] name = new byte[length];
      bytes.get(name);
      byte[] envelope = new byte[bytes.remaining()];
      bytes.get(envelope);
      return form.parse(new String(name, US_ASCII), ByteEntry.read(envelope, LoggedEntries.class));
    } catch (RejectedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
