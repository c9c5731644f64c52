package io.tiercel.examples.disk;

import javax.cache.Cache;
import javax.cache.Caching;

/** An application that reads a few titles through its cache, and then dies without closing it. */
public final class Visit {

  private Visit() {}

  /** Runs until it halts. */
  public static void main(String[] args) {
    Cache<Integer, String> titles =
        Caching.getCachingProvider().getCacheManager().getCache("titles");
    for (int number : new int[] {7, 42, 7}) {
      System.out.println(number + ": " + title(titles, number));
    }
    Runtime.getRuntime().halt(1); // as kill -9 would: nothing is closed, no hook runs
  }

  private static String title(Cache<Integer, String> titles, int number) {
    String cached = titles.get(number);
    if (cached != null) {
      return cached + ", from the cache";
    }
    String loaded = "Volume " + number;
    titles.put(number, loaded);
    return loaded + ", from the library";
  }
}
