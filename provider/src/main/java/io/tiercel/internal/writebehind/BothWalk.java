package io.tiercel.internal.writebehind;

import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A walk over a tier, and then over what only the tier below it has. */
final class BothWalk<K, V> implements Iterator<Map.Entry<K, Entry<V>>> {
  private static final int PAGE = 100;

  private final EntryTier<K, V> upper;
  private final Iterator<Map.Entry<K, Entry<V>>> first;
  private final EntryTier<K, V> lower;
  private final BiFunction<K, Entry<V>, @Nullable Entry<V>> lost;
  private @Nullable Iterator<Map.Entry<K, Entry<V>>> second;
  private Iterator<Map.Entry<K, Entry<V>>> page = Collections.emptyIterator();

  /**
   * @param lost what there is of a key that the upper tier does not have, given what the lower has
   */
  BothWalk(
      EntryTier<K, V> upper,
      EntryTier<K, V> lower,
      BiFunction<K, Entry<V>, @Nullable Entry<V>> lost) {
    this.upper = upper;
    this.first = upper.scan();
    this.lower = lower;
    this.lost = lost;
  }

  @Override
  public boolean hasNext() {
    if (first.hasNext()) {
      return true;
    }
    if (second == null) {
      second = lower.scan();
    }
    while (!page.hasNext() && second.hasNext()) {
      page = nextPage(second);
    }
    return page.hasNext();
  }

  /** What the upper tier has by now is met as it is there. */
  private Iterator<Map.Entry<K, Entry<V>>> nextPage(Iterator<Map.Entry<K, Entry<V>>> walk) {
    Map<K, Entry<V>> below = new LinkedHashMap<>();
    while (below.size() < PAGE && walk.hasNext()) {
      Map.Entry<K, Entry<V>> next = walk.next();
      below.put(next.getKey(), next.getValue());
    }
    Map<K, Entry<V>> held = upper.getAll(below.keySet());
    List<Map.Entry<K, Entry<V>>> met = new ArrayList<>();
    below.forEach(
        (key, entry) -> {
          Entry<V> there = held.containsKey(key) ? held.get(key) : lost.apply(key, entry);
          if (there != null) {
            met.add(Map.entry(key, there));
          }
        });
    return met.iterator();
  }

  @Override
  public Map.Entry<K, Entry<V>> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return first.hasNext() ? first.next() : page.next();
  }
}
