package io.tiercel.internal.event;

import io.tiercel.tiers.spi.Copier;
import javax.cache.Cache;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * What happened to an entry, as a listener sees it. On a removal or an expiry the value is the old
 * one, as JSR-107 1.1 asks; null where another process removed it and nobody here knows it.
 */
final class Change<K, V> extends CacheEntryEvent<K, V> {
  private static final long serialVersionUID = 1L;

  private final transient K key;
  private final transient @Nullable V value;
  private final transient @Nullable V oldValue;
  private final transient Copier copier;

  Change(
      Cache<K, V> cache,
      EventType type,
      K key,
      @Nullable V value,
      @Nullable V oldValue,
      Copier copier) {
    super(cache, type);
    this.key = key;
    this.value = value;
    this.oldValue = oldValue;
    this.copier = copier;
  }

  @Override
  public K getKey() {
    return copier.copy(key);
  }

  @Override
  @SuppressWarnings("NullAway") // as said
  public V getValue() {
    return value == null ? null : copier.copy(value);
  }

  @Override
  public @Nullable V getOldValue() {
    return oldValue == null ? null : copier.copy(oldValue);
  }

  @Override
  public boolean isOldValueAvailable() {
    return oldValue != null;
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new IllegalArgumentException(
        "an event of cache \"" + getSource().getName() + "\" is not a " + type.getName());
  }

  /** Names neither key nor value: they belong in no log. */
  @Override
  public String toString() {
    return getEventType() + " in cache \"" + getSource().getName() + "\"";
  }
}
