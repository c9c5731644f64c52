package io.tiercel.internal.jcache;

import java.lang.management.ManagementFactory;
import javax.cache.Cache;
import javax.management.JMException;
import javax.management.ObjectName;

/** What the statistics bean of a cache shows. */
record Counts(long hits, long misses, long puts, long removals) {
  static final Counts NONE = new Counts(0, 0, 0, 0);

  static Counts of(Cache<?, ?> cache) {
    return new Counts(
        count(cache, "CacheHits"),
        count(cache, "CacheMisses"),
        count(cache, "CachePuts"),
        count(cache, "CacheRemovals"));
  }

  static long count(Cache<?, ?> cache, String attribute) {
    return ((Number) attribute(cache, attribute)).longValue();
  }

  static Object attribute(Cache<?, ?> cache, String attribute) {
    try {
      return ManagementFactory.getPlatformMBeanServer().getAttribute(name(cache), attribute);
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Calls the bean's own {@code clear}. */
  static void clear(Cache<?, ?> cache) {
    try {
      ManagementFactory.getPlatformMBeanServer().invoke(name(cache), "clear", null, null);
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectName name(Cache<?, ?> cache) throws JMException {
    String manager = cache.getCacheManager().getURI().toString().replace(':', '.');
    return new ObjectName(
        "javax.cache:type=CacheStatistics,CacheManager=" + manager + ",Cache=" + cache.getName());
  }
}
