package io.tiercel.harness;

import javax.cache.CacheManager;

/** Returns what a cache holds for a key. Arguments: its name, the key. */
final class Read implements Task {
  @Override
  public String run(CacheManager caches, String... arguments) {
    return String.valueOf(caches.getCache(arguments[0]).get(arguments[1]));
  }
}
