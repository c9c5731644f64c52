package io.tiercel.internal.jcache;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;

/**
 * What a source has of which several processes write rows; -1 where a key is deleted. Notes where
 * it is told of an older version than before. While it is locked nothing is written in this
 * process.
 */
final class WrittenRows implements CacheWriter<String, Long> {
  final Map<String, Long> versions = new ConcurrentHashMap<>();
  final List<String> problems = new CopyOnWriteArrayList<>();
  final ReentrantLock gate = new ReentrantLock();
  private final Map<String, Long> newest = new ConcurrentHashMap<>();

  void take(String key, long version) {
    gate.lock();
    try {
      versions.put(key, version);
      if (version > 0 && newest.merge(key, version, Math::max) != version) {
        problems.add(key + "=" + version + " after " + newest.get(key));
      }
    } finally {
      gate.unlock();
    }
  }

  @Override
  public void write(Cache.Entry<? extends String, ? extends Long> entry) {
    take(entry.getKey(), entry.getValue());
  }

  @Override
  public void writeAll(Collection<Cache.Entry<? extends String, ? extends Long>> entries) {
    entries.forEach(this::write);
    entries.clear();
  }

  @Override
  public void delete(Object key) {
    take((String) key, -1);
  }

  @Override
  public void deleteAll(Collection<?> keys) {
    keys.forEach(this::delete);
    keys.clear();
  }
}
