package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.Entry;
import org.jspecify.annotations.Nullable;

/** An entry that knows which write of a byte tier it came from, without keeping the bytes. */
final class EncodedEntry<V> extends Entry<V> {
  private static final byte[] NO_BYTES = {};

  private final Object token;
  private final int size;

  EncodedEntry(@Nullable V value, long version, long deadlineMillis, ByteEntry origin) {
    super(value, version, deadlineMillis);
    this.token = origin.token();
    this.size = origin.bytes().length;
  }

  /** How many bytes it was. */
  int size() {
    return size;
  }

  /**
   * What stands for bytes that were rejected: a tombstone older than any version, so that whoever
   * read it can replace it.
   */
  static <V> EncodedEntry<V> rejected(ByteEntry origin) {
    return new EncodedEntry<>(null, 0, NEVER, origin);
  }

  ByteEntry origin() {
    return ByteEntry.read(NO_BYTES, token);
  }
}
