package io.tiercel.examples.objectstore;

import io.tiercel.tiers.testkit.server.S3Server;
import java.lang.management.ManagementFactory;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Makes reports that take long, keeps them in a bucket, and counts what that takes. */
public final class Reports {
  private final AtomicInteger made = new AtomicInteger();

  private Reports() {}

  /** Runs the example. */
  public static void main(String[] args) throws JMException {
    try (S3Server s3 = S3Server.start().createBucket("acme-reports")) {
      System.out.println(run(s3.uri()));
    }
  }

  static Summary run(String endpoint) throws JMException {
    Reports reports = new Reports();
    long first = reports.readAll(endpoint);
    long second = reports.readAll(endpoint);
    return new Summary(reports.made.get(), first, second);
  }

  /** What one process does; returns how many requests the bucket had. */
  private long readAll(String endpoint) throws JMException {
    Properties settings = new Properties();
    settings.setProperty("caches.reports.tiers", "heap, s3");
    settings.setProperty("caches.reports.s3.bucket", "acme-reports");
    settings.setProperty("caches.reports.s3.endpoint", endpoint);
    settings.setProperty("caches.reports.s3.anonymous", "true");
    try (CacheManager manager =
        Caching.getCachingProvider().getCacheManager(null, null, settings)) {
      Cache<Integer, String> cache =
          manager.createCache(
              "reports",
              new MutableConfiguration<Integer, String>().setTypes(Integer.class, String.class));
      for (int round = 0; round < 10; round++) {
        for (int year = 2001; year <= 2020; year++) {
          if (cache.get(year) == null) {
            cache.put(year, make(year));
          }
        }
      }
      return requests("Gets") + requests("Heads") + requests("Puts") + requests("Deletes");
    }
  }

  private String make(int year) {
    made.incrementAndGet();
    return "The year " + year + " in 400 pages";
  }

  private static long requests(String kind) throws JMException {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName pattern = new ObjectName("io.tiercel:type=ObjectStoreTraffic,*");
    long sum = 0;
    for (ObjectName bucket : beans.queryNames(pattern, null)) {
      sum += (Long) beans.getAttribute(bucket, kind);
    }
    return sum;
  }

  /** What happened: two processes, one after the other, read each of 20 reports 10 times. */
  record Summary(int made, long requestsOfFirst, long requestsOfSecond) {
    @Override
    public String toString() {
      return """
      400 reads of 20 reports: %d made
      The bucket had %d requests of the process that made them, %d of the next.\
      """
          .formatted(made, requestsOfFirst, requestsOfSecond);
    }
  }
}
