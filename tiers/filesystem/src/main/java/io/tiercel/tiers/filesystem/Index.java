package io.tiercel.tiers.filesystem;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the newest record of each name lies, by the hash of the name, within a bound in bytes of
 * records. Two names of one hash put each other out. Thread-safe.
 */
final class Index {
  private final LargeFiles files;
  private final Cache<Long, Location> entries;
  private final Policy<Long, Location> policy;

  Index(Geometry geometry, LargeFiles files) {
    this.files = files;
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(geometry.liveBytes())
            .weigher((Long hash, Location location) -> location.length)
            .executor(Runnable::run)
            .<Long, Location>removalListener((hash, location, cause) -> gone(hash, location))
            .build();
    this.policy = entries.policy();
  }

  private void gone(@Nullable Long hash, @Nullable Location location) {
    if (hash != null && location != null && location.file != null) {
      files.forget(hash, location.file);
    }
  }

  @Nullable Location find(long hash) {
    return entries.getIfPresent(hash);
  }

  /** As {@link #find}, but does not count as a use. */
  @Nullable Location peek(long hash) {
    return policy.getIfPresentQuietly(hash);
  }

  void put(long hash, Location location) {
    if (location.file != null) {
      files.keep(hash, location.file);
    }
    entries.put(hash, location);
  }

  void remove(long hash) {
    entries.invalidate(hash);
  }

  void remove(long hash, Location location) {
    entries.asMap().remove(hash, location);
  }

  void clear() {
    entries.invalidateAll();
  }

  boolean isEmpty() {
    return entries.asMap().isEmpty();
  }

  ConcurrentMap<Long, Location> all() {
    return entries.asMap();
  }
}
