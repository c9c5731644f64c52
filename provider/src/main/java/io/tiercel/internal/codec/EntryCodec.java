package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.CodecContext;
import io.tiercel.tiers.spi.Entry;
import java.time.InstantSource;
import java.util.Map;

/** Entries of one cache to bytes under names, and back. Thread-safe. */
final class EntryCodec<K, V> {
  private final Class<V> valueType;
  private final Codecs codecs;
  private final Compressor compressor;
  private final Encryption encryption;
  private final KeyNames<K> names;
  private final Retention retention;
  private final InstantSource clock;

  @SuppressWarnings("unchecked")
  EntryCodec(
      CodecContext context,
      Coding coding,
      int maxNameBytes,
      Retention retention,
      InstantSource clock) {
    this.valueType = (Class<V>) context.valueType();
    this.codecs = new Codecs(coding.codec(), coding.probe());
    this.compressor = coding.compressor();
    this.encryption = coding.encryption();
    this.names = new KeyNames<>(context, (Class<K>) context.keyType(), codecs, maxNameBytes);
    this.retention = retention;
    this.clock = clock;
  }

  KeyNames<K> names() {
    return names;
  }

  ByteEntry encode(K key, String name, Entry<V> entry) {
    long now = clock.millis();
    long deadline = retention.deadlineMillis(entry, now);
    Envelope envelope =
        new Envelope(
            entry.version(),
            now,
            deadline,
            0,
            names.echo(key, name),
            entry.isTombstone() ? null : compressor.compress(codecs.encode(entry.value())));
    return ByteEntry.toWrite(envelope.toBytes(encryption, name), retention.keptUntilMillis(entry));
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
