package io.tiercel.internal.jcache;

import java.util.Collection;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;

/** Takes nothing. */
final class Refusing<V> implements CacheWriter<String, V> {
  @Override
  public void write(Cache.Entry<? extends String, ? extends V> entry) {
    throw new CacheWriterException("no");
  }

  @Override
  public void writeAll(Collection<Cache.Entry<? extends String, ? extends V>> entries) {
    throw new CacheWriterException("no");
  }

  @Override
  public void delete(Object key) {
    throw new CacheWriterException("no");
  }

  @Override
  public void deleteAll(Collection<?> keys) {
    throw new CacheWriterException("no");
  }
}
