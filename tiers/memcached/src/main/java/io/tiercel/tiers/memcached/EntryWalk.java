package io.tiercel.tiers.memcached;

import io.tiercel.tiers.spi.ByteEntry;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Walks over the entries of one cache: node by node, values a page at a time. */
final class EntryWalk implements Iterator<Map.Entry<String, ByteEntry>> {
  private static final int PAGE = 100;

  private final Deque<Partition> ahead;
  private @Nullable Partition partition;
  private List<String> names = List.of();
  private final Deque<Map.Entry<String, ByteEntry>> met = new ArrayDeque<>();

  EntryWalk(Collection<Partition> partitions) {
    this.ahead = new ArrayDeque<>(partitions);
  }

  @Override
  public boolean hasNext() {
    while (met.isEmpty()) {
      if (partition == null || names.isEmpty()) {
        partition = ahead.poll();
        if (partition == null) {
          return false;
        }
        names = partition.names();
      }
      int page = Math.min(PAGE, names.size());
      partition.find(names.subList(0, page)).forEach((name, e) -> met.add(Map.entry(name, e)));
      names = names.subList(page, names.size());
    }
    return true;
  }

  @Override
  public Map.Entry<String, ByteEntry> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return met.remove();
  }
}
