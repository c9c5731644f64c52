package io.tiercel.internal.jcache;

import javax.cache.Cache;

/** A key and its value at one moment. */
record Pair<K, V>(K key, V value) implements Cache.Entry<K, V> {
  @Override
  public K getKey() {
    return key;
  }

  @Override
  public V getValue() {
    return value;
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    return Unwrap.as(type, this);
  }

  /** Names neither key nor value: they belong in no log. */
  @Override
  public String toString() {
    return "a cache entry";
  }
}
