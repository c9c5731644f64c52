package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.Entry;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A walk over the entries of a byte tier that leaves out what is rejected. */
final class EncodedScan<K, V> implements Iterator<Map.Entry<K, Entry<V>>> {
  private final Iterator<Map.Entry<String, ByteEntry>> bytes;
  private final EncodedEntries<K, V> entries;
  private Map.@Nullable Entry<K, Entry<V>> next;

  EncodedScan(Iterator<Map.Entry<String, ByteEntry>> bytes, EncodedEntries<K, V> entries) {
    this.bytes = bytes;
    this.entries = entries;
  }

  @Override
  public boolean hasNext() {
    while (next == null && bytes.hasNext()) {
      Map.Entry<String, ByteEntry> found = bytes.next();
      next = entries.decode(found.getKey(), found.getValue());
    }
    return next != null;
  }

  @Override
  public Map.Entry<K, Entry<V>> next() {
    Map.Entry<K, Entry<V>> found = hasNext() ? next : null;
    if (found == null) {
      throw new NoSuchElementException();
    }
    next = null;
    return found;
  }
}
