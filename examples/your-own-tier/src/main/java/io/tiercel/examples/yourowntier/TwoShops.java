package io.tiercel.examples.yourowntier;

import java.net.URI;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;

/** Two shops share titles and count their sales in a database, by a tier that is not Tiercel's. */
public final class TwoShops implements AutoCloseable {
  private static final int SALES = 500;

  private final CacheManager here = open("tiercel:here");
  private final CacheManager there = open("tiercel:there");

  /** Heap copies of what the other may change live 5 s at most, as the tier announces nothing. */
  private static CacheManager open(String name) {
    Properties caches = new Properties();
    caches.setProperty("caches.titles.tiers", "heap, jdbc");
    caches.setProperty("caches.sales.tiers", "jdbc");
    return Caching.getCachingProvider()
        .getCacheManager(URI.create(name), TwoShops.class.getClassLoader(), caches);
  }

  /** Runs the example on a database in memory. */
  public static void main(String[] args) {
    try (TwoShops shops = new TwoShops()) {
      shops.run().forEach(System.out::println);
    }
  }

  List<String> run() {
    here.<Integer, String>getCache("titles").put(42, "Emma");
    CompletableFuture<Void> elsewhere = CompletableFuture.runAsync(() -> sell(there));
    sell(here);
    elsewhere.join();
    return List.of(
        "the other shop finds " + there.<Integer, String>getCache("titles").get(42),
        "each sold %d, together they counted %d"
            .formatted(SALES, here.<String, Integer>getCache("sales").get("Emma")));
  }

  private static void sell(CacheManager shop) {
    Cache<String, Integer> sales = shop.getCache("sales");
    IntStream.range(0, SALES)
        .forEach(
            sale ->
                sales.invoke(
                    "Emma",
                    (entry, arguments) -> {
                      entry.setValue(entry.exists() ? entry.getValue() + 1 : 1);
                      return entry.getValue();
                    }));
  }

  @Override
  public void close() {
    here.close();
    there.close();
  }
}
