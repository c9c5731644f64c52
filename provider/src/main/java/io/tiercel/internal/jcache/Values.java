package io.tiercel.internal.jcache;

import io.tiercel.internal.codec.Copies;
import io.tiercel.tiers.spi.Copier;
import io.tiercel.tiers.spi.Entry;
import java.util.function.Predicate;
import javax.cache.CacheException;

/**
 * Store by value at the border between the caller's objects and the cache's.
 *
 * @param copier makes copies of what can change
 * @param shareable says which objects need no copy
 * @param held whether a tier keeps the very objects it is given; where all keep bytes, what is read
 *     is nobody else's
 */
record Values(Copier copier, Predicate<Object> shareable, boolean held) {

  static Values byValue(Copies copies, boolean held) {
    return new Values(copies, copies::isImmutable, held);
  }

  static Values byReference() {
    return new Values(new NoCopies(), value -> true, true);
  }

  /** What the cache may keep of an object the caller gave. */
  <T> T in(T object) {
    try {
      return copier.copy(object);
    } catch (IllegalArgumentException e) {
      throw new CacheException(e.getMessage(), e);
    }
  }

  /** What user code may have of an object with which the operation goes on afterwards. */
  <T> T lent(T object) {
    return copier.copy(object);
  }

  /** What the caller may have of an object the cache keeps. */
  <T> T out(T object) {
    return held ? copier.copy(object) : object;
  }

  /** Makes sure of an object fresh from bytes that it will bear being kept and handed out. */
  void probe(Object object) {
    if (held) {
      copier.copy(object);
    }
  }

  /** An entry for the tiers of this process, which knows whether its value needs copying. */
  <V> Entry<V> entry(V value, long version, long deadlineMillis) {
    return held && !shareable.test(value)
        ? new CopiedEntry<>(value, version, deadlineMillis)
        : new Entry<>(value, version, deadlineMillis);
  }

  /** What the caller may have of an entry's value, without a look at the value itself. */
  <V> V valueOf(Entry<V> entry) {
    return entry instanceof CopiedEntry ? copier.copy(entry.value()) : entry.value();
  }

  private static final class NoCopies implements Copier {
    @Override
    public <T> T copy(T value) {
      return value;
    }
  }
}
