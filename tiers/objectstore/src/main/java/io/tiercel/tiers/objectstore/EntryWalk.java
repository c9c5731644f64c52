package io.tiercel.tiers.objectstore;

import io.tiercel.tiers.spi.ByteEntry;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Walks over the entries of one cache: a page is listed, then its objects are read. */
final class EntryWalk implements Iterator<Map.Entry<String, ByteEntry>> {
  /** So many values are held at a time. */
  private static final int MOST_READ = 64;

  private final Listing listing;
  private final Function<Collection<String>, Map<String, ByteEntry>> reader;
  private List<String> listed = List.of();
  private Iterator<Map.Entry<String, ByteEntry>> read = Collections.emptyIterator();

  EntryWalk(Listing listing, Function<Collection<String>, Map<String, ByteEntry>> reader) {
    this.listing = listing;
    this.reader = reader;
  }

  @Override
  public boolean hasNext() {
    while (!read.hasNext()) {
      if (listed.isEmpty()) {
        List<Listing.Named> page = listing.next();
        if (page == null) {
          return false;
        }
        listed = namesOf(page);
      }
      int cut = Math.min(MOST_READ, listed.size());
      read = reader.apply(listed.subList(0, cut)).entrySet().iterator();
      listed = listed.subList(cut, listed.size());
    }
    return true;
  }

  private static List<String> namesOf(List<Listing.Named> page) {
    return page.stream().filter(met -> met.info().bytes() > 0).map(Listing.Named::name).toList();
  }

  @Override
  public Map.Entry<String, ByteEntry> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return read.next();
  }
}
