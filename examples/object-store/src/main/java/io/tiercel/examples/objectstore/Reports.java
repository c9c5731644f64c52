package io.tiercel.examples.objectstore;

import io.tiercel.tiers.testkit.server.AzureServer;
import io.tiercel.tiers.testkit.server.GcsServer;
import io.tiercel.tiers.testkit.server.S3Server;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Makes reports that take long, keeps them in a bucket, and counts what that takes. */
public final class Reports {
  private static final String BUCKET = "acme-reports";

  private final String tier;
  private final Properties address = new Properties();
  private final AtomicInteger made = new AtomicInteger();

  private Reports(String tier, Map<String, String> options) {
    this.tier = tier;
    options.forEach((name, value) -> address.setProperty("tiers." + tier + "." + name, value));
  }

  /** Runs the example. */
  public static void main(String[] args) throws JMException {
    runOnAll().forEach(System.out::println);
  }

  /** On servers of the test kit, so they are told where those are. */
  static List<Summary> runOnAll() throws JMException {
    try (GcsServer gcs = GcsServer.start().createBucket(BUCKET);
        S3Server s3 = S3Server.start().createBucket(BUCKET);
        AzureServer azure = AzureServer.start().createBucket(BUCKET)) {
      return List.of(
          new Reports("gcs", Map.of("endpoint", gcs.uri(), "anonymous", "true")).run(),
          new Reports("s3", Map.of("endpoint", s3.uri(), "anonymous", "true")).run(),
          new Reports("azure", Map.of("connection-string", azure.connectionString())).run());
    }
  }

  private Summary run() throws JMException {
    long first = readAll();
    long second = readAll();
    return new Summary(tier, made.get(), first, second);
  }

  /** What one process does; returns how many requests the bucket had. */
  private long readAll() throws JMException {
    URI file = URI.create("classpath:" + tier + ".properties");
    try (CacheManager manager =
        Caching.getCachingProvider()
            .getCacheManager(file, Reports.class.getClassLoader(), address)) {
      Cache<Integer, String> cache = manager.getCache("reports", Integer.class, String.class);
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
  record Summary(String tier, int made, long requestsOfFirst, long requestsOfSecond) {
    @Override
    public String toString() {
      return """
      %s: 400 reads of 20 reports, %d made
      The bucket had %d requests of the process that made them, %d of the next.\
      """
          .formatted(tier, made, requestsOfFirst, requestsOfSecond);
    }
  }
}
