package io.tiercel.harness;

import io.tiercel.CacheHealth;
import java.util.ArrayList;
import java.util.List;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/**
 * Says what a JVM sees of keys of the cache with copies, and what the authority has: {@code
 * key=seen=truth ...}. Fails while copies are not trusted, or the authority cannot be asked.
 * Arguments: the keys.
 */
final class Views implements Task {
  @Override
  public String run(CacheManager caches, String... keys) {
    Cache<String, Long> cache = caches.getCache(Stacks.HEAP_REDIS);
    List<String> views = new ArrayList<>();
    for (String key : keys) {
      views.add(key + "=" + cache.get(key) + "=" + cache.invoke(key, new Truth()));
    }
    if (!cache.unwrap(CacheHealth.class).copies().trusted()) {
      throw new CacheException("copies are not trusted");
    }
    return String.join(" ", views);
  }

  /** An entry processor that changes nothing sees what the authority has. */
  private static final class Truth implements EntryProcessor<String, Long, @Nullable Long> {
    @Override
    public @Nullable Long process(MutableEntry<String, Long> entry, Object... none) {
      return entry.getValue();
    }
  }

  /** One key, as one JVM sees it. */
  record View(int jvm, String key, String seen, String truth) {
    static View of(int jvm, String text) {
      String[] parts = text.split("=", -1);
      return new View(jvm, parts[0], parts[1], parts[2]);
    }

    boolean isTrue() {
      return seen.equals(truth);
    }
  }
}
