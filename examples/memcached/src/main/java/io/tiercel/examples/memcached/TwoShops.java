package io.tiercel.examples.memcached;

import io.tiercel.tiers.testkit.server.MemcachedServer;
import java.net.URI;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;

/** Two shops share what they know and count what they sell, each with a manager of its own. */
public final class TwoShops implements AutoCloseable {
  private static final int TITLES = 100;
  private static final int SALES = 1_000;

  private final CacheManager here;
  private final CacheManager there;

  TwoShops(String uri) {
    here = open("tiercel:here", uri);
    there = open("tiercel:there", uri);
  }

  private static CacheManager open(String name, String uri) {
    CachingProvider provider = Caching.getCachingProvider();
    Properties nodes = new Properties();
    nodes.setProperty("tiers.memcached.uri", uri);
    return provider.getCacheManager(URI.create(name), TwoShops.class.getClassLoader(), nodes);
  }

  /** Runs the example on two nodes of its own; needs memcached on the path. */
  public static void main(String[] args) {
    try (MemcachedServer first = MemcachedServer.start();
        MemcachedServer second = MemcachedServer.start();
        TwoShops shops = new TwoShops(first.uri() + "," + second.address())) {
      shops.run().forEach(System.out::println);
    }
  }

  List<String> run() {
    Cache<Integer, String> titles = here.getCache("titles");
    IntStream.range(0, TITLES).forEach(book -> titles.put(book, "Volume " + book));
    int found = found();
    CompletableFuture<Void> elsewhere = CompletableFuture.runAsync(() -> sell(there));
    sell(here);
    elsewhere.join();
    Cache<String, Integer> sales = here.getCache("sales");
    titles.clear();
    return List.of(
        "the other shop finds %d of %d titles".formatted(found, TITLES),
        "each sold %d, together they counted %d".formatted(SALES, sales.get("Emma")),
        "after one has cleared, the other finds %d".formatted(found()));
  }

  private int found() {
    Cache<Integer, String> titles = there.getCache("titles");
    return (int) IntStream.range(0, TITLES).filter(titles::containsKey).count();
  }

  /** An entry processor is atomic across processes; it may run again when another was faster. */
  private static void sell(CacheManager shop) {
    Cache<String, Integer> sales = shop.getCache("sales");
    for (int i = 0; i < SALES; i++) {
      sales.invoke(
          "Emma",
          (entry, arguments) -> {
            entry.setValue(entry.exists() ? entry.getValue() + 1 : 1);
            return null;
          });
    }
  }

  @Override
  public void close() {
    here.close();
    there.close();
  }
}
