package io.tiercel.examples.twoinstances;

import java.io.IOException;
import java.nio.file.Path;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.processor.EntryProcessor;

/** Shares a cache with a second JVM, which changes a price and sells at the same time. */
public final class TwoInstances {
  private static final int SALES = 500;

  private static final EntryProcessor<String, Integer, Integer> ADD_ONE =
      (entry, arguments) -> {
        int sum = entry.exists() ? entry.getValue() + 1 : 1;
        entry.setValue(sum);
        return sum;
      };

  private final Cache<String, Integer> cache;

  private TwoInstances(CacheManager manager) {
    cache =
        manager.createCache(
            "prices",
            new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class));
  }

  /** Runs the example: the first instance, which starts the second by an argument. */
  public static void main(String[] args) throws IOException, InterruptedException {
    try (CacheManager manager = Caching.getCachingProvider().getCacheManager()) {
      TwoInstances instance = new TwoInstances(manager);
      if (args.length == 0) {
        instance.first();
      } else {
        instance.second();
      }
    }
  }

  private void first() throws IOException, InterruptedException {
    cache.remove("sold");
    cache.put("lamp", 20);
    System.out.println("first: the lamp costs " + cache.get("lamp"));
    Process second = startSecond();
    sell();
    if (second.waitFor() != 0) {
      throw new IllegalStateException("the second instance failed");
    }
    awaitNews();
    System.out.println("first: the lamp costs " + cache.get("lamp"));
    System.out.println("first: together we sold " + cache.get("sold"));
  }

  private void second() {
    System.out.println("second: the lamp costs " + cache.get("lamp") + ", 25 from now on");
    cache.put("lamp", 25);
    sell();
  }

  private void sell() {
    for (int i = 0; i < SALES; i++) {
      cache.invoke("sold", ADD_ONE);
    }
  }

  private static Process startSecond() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-classpath",
            System.getProperty("java.class.path"),
            TwoInstances.class.getName(),
            "second")
        .inheritIO()
        .start();
  }

  /** The copy in the heap goes when Redis tells of the change: a matter of milliseconds. */
  private void awaitNews() {
    while (cache.get("lamp") == 20) {
      Thread.onSpinWait();
    }
  }
}
