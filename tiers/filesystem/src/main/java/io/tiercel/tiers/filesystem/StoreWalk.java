package io.tiercel.tiers.filesystem;

import io.tiercel.tiers.spi.ByteEntry;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Reads the entries of hashes one by one, and leaves out what is gone when its turn comes. */
final class StoreWalk implements Iterator<Map.Entry<String, ByteEntry>> {
  private final Iterator<Long> hashes;
  private final LongFunction<Map.@Nullable Entry<String, ByteEntry>> reader;
  private Map.@Nullable Entry<String, ByteEntry> next;

  StoreWalk(Iterator<Long> hashes, LongFunction<Map.@Nullable Entry<String, ByteEntry>> reader) {
    this.hashes = hashes;
    this.reader = reader;
  }

  @Override
  public boolean hasNext() {
    while (next == null && hashes.hasNext()) {
      next = reader.apply(hashes.next());
    }
    return next != null;
  }

  @Override
  public Map.Entry<String, ByteEntry> next() {
    Map.Entry<String, ByteEntry> met = hasNext() ? next : null;
    if (met == null) {
      throw new NoSuchElementException();
    }
    next = null;
    return met;
  }
}
