package io.tiercel.internal.jcache;

import io.tiercel.tiers.spi.ChangeListener;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The loads under way: at most one for each key whose result may still be published.
 *
 * <p>Of others' changes only that of everything detaches a load. News of a single key does not: it
 * may be the echo of a change of our own, or of the very expiry that the load makes good. What
 * others did to the key is seen by its version at the authority when the load is published.
 */
final class LoadsInFlight<K, V> implements ChangeListener<K> {
  private final ConcurrentHashMap<K, Load<V>> running = new ConcurrentHashMap<>();
  private final AtomicLong finished = new AtomicLong();

  /** Enters a load, unless there is one already, which is returned. */
  @Nullable Load<V> claim(K key, Load<V> mine) {
    return running.putIfAbsent(key, mine);
  }

  boolean contains(K key) {
    return running.containsKey(key);
  }

  void finish(K key, Load<V> mine) {
    finished.incrementAndGet();
    running.remove(key, mine);
  }

  /** How many loads have finished: when it has not grown, none was overlooked. */
  long finished() {
    return finished.get();
  }

  boolean areNone() {
    return running.isEmpty();
  }

  /**
   * Whoever changes a key calls this first: a load that began before must not be published.
   *
   * @return whether there was one, which may be about to be published under the key's lock
   */
  boolean detach(K key) {
    Load<V> load = running.remove(key);
    if (load == null) {
      return false;
    }
    load.detach();
    return true;
  }

  /**
   * As {@link #detach}, for all keys.
   *
   * @return those of which there was a load
   */
  List<K> detachAll() {
    return running.keySet().stream().filter(this::detach).toList();
  }

  @Override
  public void changed(K key) {}

  @Override
  public void allChanged() {
    detachAll();
  }

  @Override
  public void doubt() {}

  @Override
  public void armed() {}
}
