package io.tiercel.harness;

import static java.util.stream.Collectors.flatMapping;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import io.tiercel.CacheHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/**
 * Says what a JVM sees of keys of the cache with copies, and what the authority has: {@code
 * key=seen=truth ...}. Fails while copies are not trusted, the authority cannot be asked, or has
 * missed changes of this JVM. Arguments: the keys.
 */
final class Views implements Task {
  @Override
  public String run(CacheManager caches, String... keys) {
    Cache<String, Long> cache = caches.getCache(Stacks.HEAP_REDIS);
    List<String> views = new ArrayList<>();
    for (String key : keys) {
      views.add(key + "=" + cache.get(key) + "=" + cache.invoke(key, new Truth()));
    }
    CacheHealth health = cache.unwrap(CacheHealth.class);
    if (!health.copies().trusted()) {
      throw new CacheException("copies are not trusted");
    }
    if (health.tiers().stream().anyMatch(tier -> tier.repairsDue() > 0)) {
      throw new CacheException("the authority has missed changes, which are not made good yet");
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

    private Stream<String> values() {
      return Stream.of(seen, truth);
    }
  }

  /** Those of keys about which not everybody sees the same, or what the authority has. */
  static List<View> disputed(List<View> views) {
    Map<String, Set<String>> values =
        views.stream().collect(groupingBy(View::key, flatMapping(View::values, toSet())));
    return views.stream().filter(view -> values.get(view.key()).size() > 1).toList();
  }
}
