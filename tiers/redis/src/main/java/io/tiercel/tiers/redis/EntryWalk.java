package io.tiercel.tiers.redis;

import io.tiercel.tiers.spi.ByteEntry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** Walks over the entries of one cache; values are read a page at a time. */
final class EntryWalk implements Iterator<Map.Entry<String, ByteEntry>> {
  private final KeyWalk walk;
  private final Bulk bulk;
  private final KeySpace keys;
  private final Deque<Map.Entry<String, ByteEntry>> met = new ArrayDeque<>();

  EntryWalk(KeyWalk walk, Bulk bulk, KeySpace keys) {
    this.walk = walk;
    this.bulk = bulk;
    this.keys = keys;
  }

  @Override
  public boolean hasNext() {
    while (met.isEmpty()) {
      List<byte[]> page = walk.nextPage();
      if (page == null) {
        return false;
      }
      read(page);
    }
    return true;
  }

  private void read(List<byte[]> page) {
    List<ByteEntry> values = bulk.get(page);
    for (int i = 0; i < page.size(); i++) {
      ByteEntry stored = values.get(i);
      if (stored != null) {
        met.add(Map.entry(keys.name(page.get(i)), stored));
      }
    }
  }

  @Override
  public Map.Entry<String, ByteEntry> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return met.remove();
  }
}
