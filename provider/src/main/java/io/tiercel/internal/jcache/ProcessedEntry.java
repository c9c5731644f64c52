package io.tiercel.internal.jcache;

import io.tiercel.tiers.spi.Entry;
import java.util.Objects;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/** What an entry processor sees of an entry, and what it has done to it so far. */
final class ProcessedEntry<K, V> implements MutableEntry<K, V> {
  private final Processors<K, V> cache;
  private final K key;
  private final @Nullable Entry<V> live;

  private Operation net = Operation.INVOKE_NOTHING;

  /** What the processor was shown or has set; copied from the entry only when asked for. */
  private @Nullable V value;

  ProcessedEntry(Processors<K, V> cache, K key, @Nullable Entry<V> live) {
    this.cache = cache;
    this.key = key;
    this.live = live;
  }

  @Override
  public K getKey() {
    return cache.values().lent(key);
  }

  @Override
  public boolean exists() {
    return value != null || (live != null && isUntouched());
  }

  /** Whether the entry still is as it was found. */
  private boolean isUntouched() {
    return net == Operation.INVOKE_NOTHING || net == Operation.INVOKE_GET;
  }

  @Override
  @SuppressWarnings("NullAway") // JSR-107: null when there is no value
  public V getValue() {
    if (value == null && live != null && isUntouched()) {
      value = cache.values().lent(live.value());
      net = Operation.INVOKE_GET;
    } else if (value == null && net == Operation.INVOKE_NOTHING) {
      value = cache.load(key);
      net = value == null ? Operation.INVOKE_GET : Operation.INVOKE_LOAD;
    }
    return value;
  }

  @Override
  public void setValue(V next) {
    value = Objects.requireNonNull(next, "value");
    net = Operation.INVOKE_SET;
  }

  /** What was only set or loaded here and is removed again has never been. */
  @Override
  public void remove() {
    boolean neverWas =
        live == null && (net == Operation.INVOKE_SET || net == Operation.INVOKE_LOAD);
    net = neverWas ? Operation.INVOKE_NOTHING : Operation.INVOKE_REMOVE;
    value = null;
  }

  /** What all that was done comes to. */
  Mutation<K, V> netEffect() {
    boolean stores = net == Operation.INVOKE_SET || net == Operation.INVOKE_LOAD;
    return cache.mutation(net, key, stores ? value : null);
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    return Unwrap.as(type, this);
  }
}
