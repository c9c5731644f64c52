package io.tiercel.internal.writebehind;

import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.EntryTier;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A walk over a tier, and then over what only the tier below it has. */
final class BothWalk<K, V> implements Iterator<Map.Entry<K, Entry<V>>> {
  private static final int PAGE = 100;

  private final EntryTier<K, V> upper;
  private final Iterator<Map.Entry<K, Entry<V>>> first;
  private final EntryTier<K, V> lower;
  private final UnaryOperator<Map<K, Entry<V>>> lost;
  private @Nullable Iterator<Map.Entry<K, Entry<V>>> second;
  private Iterator<Map.Entry<K, Entry<V>>> page = Collections.emptyIterator();

  /**
   * @param lost what there is of keys that the upper tier does not have, given what the lower has
   */
  BothWalk(EntryTier<K, V> upper, EntryTier<K, V> lower, UnaryOperator<Map<K, Entry<V>>> lost) {
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
    Map<K, Entry<V>> met = new LinkedHashMap<>(upper.getAll(below.keySet()));
    below.keySet().removeAll(met.keySet());
    met.putAll(lost.apply(below));
    return met.entrySet().iterator();
  }

  @Override
  public Map.Entry<K, Entry<V>> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return first.hasNext() ? first.next() : page.next();
  }
}
