package io.tiercel.examples.quickstart;

import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.Random;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.management.CacheStatisticsMXBean;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Reads a database through a cache and prints what the database was spared. */
public final class QuickStart {

  private QuickStart() {}

  /** Runs the example. */
  public static void main(String[] args) throws SQLException, JMException {
    try (Library library = Library.withBooks(100)) {
      run(library);
    }
  }

  static Summary run(Library library) throws JMException {
    // tag::quick-start[]
    CacheManager manager = Caching.getCachingProvider().getCacheManager();
    Cache<Integer, String> titles =
        manager.createCache(
            "titles",
            new MutableConfiguration<Integer, String>()
                .setTypes(Integer.class, String.class)
                .setReadThrough(true)
                .setCacheLoaderFactory(() -> new TitleLoader(library))
                .setStatisticsEnabled(true));

    System.out.println(titles.get(42)); // a miss: the library is asked
    System.out.println(titles.get(42)); // a hit: the library is spared
    // end::quick-start[]

    int reads = 2;
    for (Random readers = new Random(42); reads < 10_000; reads++) {
      titles.get(1 + readers.nextInt(100));
    }
    CacheStatisticsMXBean statistics = statisticsOf(titles);
    Summary summary =
        new Summary(
            reads, statistics.getCacheMisses(), statistics.getCacheHits(), library.queries());
    System.out.println(summary);
    manager.close();
    return summary;
  }

  private static CacheStatisticsMXBean statisticsOf(Cache<?, ?> cache) throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName pattern =
        new ObjectName("javax.cache:type=CacheStatistics,*,Cache=" + cache.getName());
    ObjectName name = server.queryNames(pattern, null).iterator().next();
    return JMX.newMXBeanProxy(server, name, CacheStatisticsMXBean.class);
  }

  /** What happened: {@code reads} of the cache cost the database {@code queries}. */
  record Summary(long reads, long misses, long hits, long queries) {
    @Override
    public String toString() {
      return """
          %d reads: %d misses, %d hits
          The database answered %d queries and was spared %d."""
          .formatted(reads, misses, hits, queries, reads - queries);
    }
  }
}
