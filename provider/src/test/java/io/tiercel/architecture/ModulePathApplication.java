package io.tiercel.architecture;

import javax.cache.Cache;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;

/** An application that starts with our jars on the module path and prints what it met. */
final class ModulePathApplication {

  private ModulePathApplication() {}

  public static void main(String[] args) {
    try (CachingProvider provider = Caching.getCachingProvider()) {
      Cache<String, String> cache =
          provider.getCacheManager().createCache("books", new MutableConfiguration<>());
      cache.put("key", "value");
      System.out.println(provider.getClass().getModule() + " keeps " + cache.get("key"));
    }
  }
}
