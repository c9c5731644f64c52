package io.tiercel.internal.jcache;

import io.tiercel.internal.stack.TierStack;
import io.tiercel.internal.stats.Statistics;
import java.util.Iterator;
import javax.cache.Cache;

/** Those who do the work of one cache. */
record CacheParts<K, V>(
    TierStack<K, V> stack,
    Reads<K, V> reads,
    Mutations<K, V> mutations,
    BulkWrites<K, V> bulkWrites,
    Processors<K, V> processors,
    Preloads<K, V> preloads,
    LoadsInFlight<K, V> inFlight,
    Statistics statistics,
    Health health,
    Values values) {

  Iterator<Cache.Entry<K, V>> iterator(Runnable requireOpen) {
    return new EntryIterator<>(stack, mutations, values, requireOpen);
  }

  /** Empties the tiers; no events, no counts, no writer (JSR-107: {@code Cache.clear}). */
  void clear() {
    inFlight.detachAll();
    stack.clear();
  }

  /**
   * As {@link #clear}, but what cannot be emptied now throws: nobody will be there to do it later.
   */
  void erase() {
    inFlight.detachAll();
    stack.erase();
  }
}
