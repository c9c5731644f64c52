package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.spi.WriteResult;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tier of bytes is given for entries, and the entries of what it returns.
 *
 * <p>Never fails on bytes that are no entry of this cache: {@link RejectCounters} count them.
 */
final class EncodedEntries<K, V> {
  private final EntryCodec<K, V> codec;
  private final RejectCounters rejects;
  private final long maxValueBytes;

  /**
   * @param maxValueBytes how much the tier keeps for one key at most
   */
  EncodedEntries(EntryCodec<K, V> codec, RejectCounters rejects, long maxValueBytes) {
    this.codec = codec;
    this.rejects = rejects;
    this.maxValueBytes = maxValueBytes;
  }

  KeyNames<K> names() {
    return codec.names();
  }

  RejectCounters rejects() {
    return rejects;
  }

  /**
   * What the tier is to keep.
   *
   * @throws TierException when that is more than it can
   */
  ByteEntry encode(K key, String name, Entry<V> entry) {
    ByteEntry bytes = codec.encode(key, name, entry);
    if (bytes.bytes().length > maxValueBytes) {
      throw new TierException(
          Kind.UNFIT,
          "an entry of "
              + bytes.bytes().length
              + " bytes is larger than the "
              + maxValueBytes
              + " bytes this tier keeps at most; store smaller values or use a tier that keeps"
              + " larger ones");
    }
    return bytes;
  }

  /** What the tier has; where that is rejected, a tombstone that the next write replaces. */
  @Nullable Entry<V> decode(K key, String name, @Nullable ByteEntry bytes) {
    if (bytes == null) {
      return null;
    }
    try {
      return codec.decode(key, name, bytes);
    } catch (RejectedException e) {
      rejects.record(e);
      return EncodedEntry.rejected(bytes);
    }
  }

  /** The entry whose key is known by its name alone; null if it is rejected. */
  Map.@Nullable Entry<K, Entry<V>> decode(String name, ByteEntry bytes) {
    try {
      return codec.decode(name, bytes);
    } catch (RejectedException e) {
      rejects.record(e);
      return null;
    }
  }

  WriteResult<Entry<V>> decode(K key, String name, WriteResult<ByteEntry> result) {
    if (result.isCommitted()) {
      return WriteResult.committed();
    }
    Entry<V> current = decode(key, name, result.current());
    return current == null ? WriteResult.conflict() : WriteResult.conflict(current);
  }

  /**
   * The condition that the bytes must meet.
   *
   * @throws IllegalStateException when what was seen is no entry that was decoded here
   */
  Condition<ByteEntry> encode(Condition<Entry<V>> condition) {
    return switch (condition.kind()) {
      case ALWAYS -> Condition.always();
      case IF_ABSENT -> Condition.ifAbsent();
      case IF_UNCHANGED -> Condition.ifUnchanged(origin(condition.seen()));
    };
  }

  private static ByteEntry origin(Entry<?> seen) {
    if (seen instanceof EncodedEntry<?> encoded) {
      return encoded.origin();
    }
    throw new IllegalStateException("the entry was not read from this tier");
  }
}
