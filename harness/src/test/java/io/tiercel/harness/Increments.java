package io.tiercel.harness;

import javax.cache.Cache;
import javax.cache.CacheManager;

/** Threads that all increment one counter by an entry processor. Arguments: see {@link #with}. */
final class Increments implements Task {
  static final String KEY = "42";

  /** Puts the arguments together. */
  static Object[] with(String cache, int threads, int incrementsPerThread) {
    return new Object[] {cache, threads, incrementsPerThread};
  }

  @Override
  public String run(CacheManager caches, String... arguments) throws Exception {
    Cache<String, Long> cache = caches.getCache(arguments[0]);
    int increments = Integer.parseInt(arguments[2]);
    Crowd.of(
        Integer.parseInt(arguments[1]),
        () -> {
          for (int i = 0; i < increments; i++) {
            cache.invoke(KEY, new Increment(1));
          }
          return increments;
        });
    return "incremented";
  }
}
