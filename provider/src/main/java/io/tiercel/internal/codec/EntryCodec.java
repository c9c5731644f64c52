package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.Entry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** Entries of one cache to bytes under names, and back. Thread-safe. */
final class EntryCodec<K, V> {
  private final Class<V> valueType;
  private final Codecs codecs;
  private final Compressor compressor;
  private final Encryption encryption;
  private final KeyNames<K> names;
  private final long keptForMillis;
  private final InstantSource clock;

  @SuppressWarnings("unchecked")
  EntryCodec(
      CodecContext context,
      Coding coding,
      int maxNameBytes,
      Duration keptFor,
      InstantSource clock) {
    this.valueType = (Class<V>) context.valueType();
    this.codecs = new Codecs(coding.codec(), coding.probe());
    this.compressor = coding.compressor();
    this.encryption = coding.encryption();
    this.names = new KeyNames<>(context, (Class<K>) context.keyType(), codecs, maxNameBytes);
    this.keptForMillis = keptFor.toMillis();
    this.clock = clock;
  }

  KeyNames<K> names() {
    return names;
  }

  ByteEntry encode(K key, String name, Entry<V> entry) {
    Envelope envelope =
        new Envelope(
            entry.version(),
            clock.millis(),
            entry.deadlineMillis(),
            0,
            names.echo(key, name),
            entry.isTombstone() ? null : compressor.compress(codecs.encode(entry.value())));
    return ByteEntry.toWrite(envelope.toBytes(encryption, name), keptUntilMillis(entry));
  }

  private long keptUntilMillis(Entry<V> entry) {
    long end = entry.deadlineMillis() + (entry.isTombstone() ? 0 : keptForMillis);
    return end < entry.deadlineMillis() ? Entry.NEVER : end;
  }

  Entry<V> decode(K key, String name, ByteEntry bytes) throws RejectedException {
    Envelope envelope = Envelope.parse(bytes.bytes(), encryption, name);
    names.verify(key, name, envelope.key());
    return entry(envelope, bytes);
  }

  /** Reads an entry of which only the name is known. */
  Map.Entry<K, Entry<V>> decode(String name, ByteEntry bytes) throws RejectedException {
    Envelope envelope = Envelope.parse(bytes.bytes(), encryption, name);
    return Map.entry(names.keyOf(name, envelope.key()), entry(envelope, bytes));
  }

  private Entry<V> entry(Envelope envelope, ByteEntry origin) throws RejectedException {
    Body body = envelope.value();
    V value = body == null ? null : codecs.decode(compressor.decompress(body), valueType);
    return new EncodedEntry<>(value, envelope.version(), envelope.deadlineMillis(), origin);
  }
}
