package io.tiercel.tiers.filesystem;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import java.util.List;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the newest record of each name lies, by the hash of the name, within a bound in bytes of
 * records. Two names of one hash put each other out. Thread-safe.
 *
 * <p>What a former process left is settled here one by one: each operation settles its own hash
 * first, a thread the rest. So a hash is left over or settled, and a settled one stays so.
 */
final class Index {
  private static final int STRIPES = 64;

  private final Geometry geometry;
  private final LargeFiles files;
  private final Cache<Long, Location> entries;
  private final Policy<Long, Location> policy;

  /** By hash; held while one is settled. */
  private final List<ReentrantLock> settling =
      Stream.generate(ReentrantLock::new).limit(STRIPES).toList();

  private volatile @Nullable Leftovers leftovers;

  Index(Geometry geometry, LargeFiles files) {
    this.geometry = geometry;
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
    settle(hash);
    return entries.getIfPresent(hash);
  }

  /** As {@link #find}, but does not count as a use. */
  @Nullable Location peek(long hash) {
    settle(hash);
    return policy.getIfPresentQuietly(hash);
  }

  void put(long hash, Location location) {
    settle(hash);
    if (location.file != null) {
      files.keep(hash, location.file);
    }
    entries.put(hash, location);
  }

  void remove(long hash) {
    settle(hash);
    entries.invalidate(hash);
  }

  void remove(long hash, Location location) {
    entries.asMap().remove(hash, location);
  }

  void clear() {
    settling.forEach(this::forgetLeftovers);
    entries.invalidateAll();
  }

  /** Once that is done under every lock, nothing is about to be settled any more. */
  private void forgetLeftovers(ReentrantLock lock) {
    lock.lock();
    try {
      leftovers = null;
    } finally {
      lock.unlock();
    }
  }

  /** Everything, once all is settled. */
  ConcurrentMap<Long, Location> all() {
    settleAll();
    return entries.asMap();
  }

  /** About so many are going to be {@linkplain #restore restored}. */
  void expect(long count) {
    leftovers = new Leftovers(count);
  }

  /** Takes over what a former process left; called by one thread, before anything else. */
  void restore(long hash, Location location) {
    if (location.file != null) {
      restoreLarge(hash, location);
      return;
    }
    if (!entries.asMap().isEmpty()) {
      entries.invalidate(hash); // a value in a file of its own, overwritten
    }
    Leftovers left = leftovers;
    if (left == null) {
      left = new Leftovers(0);
      leftovers = left;
    }
    left.put(hash, location);
  }

  private void restoreLarge(long hash, Location location) {
    Location known = peek(hash);
    if (known != null && known.token == location.token) {
      known.moveTo(location.address());
    } else {
      put(hash, location);
    }
  }

  /**
   * Ends what is restored: forgets what lies before the oldest segment, and so much of the oldest
   * segments that the rest fits; settling evicts nothing, and does not choose.
   */
  void keepNewest(long oldestSegment, long newestSegment) {
    entries.asMap().values().removeIf(location -> segment(location.address()) < oldestSegment);
    Leftovers left = leftovers;
    if (left == null) {
      return;
    }
    long[] bytes = new long[(int) (newestSegment - oldestSegment) + 1];
    left.forEach((address, length) -> count(bytes, segment(address) - oldestSegment, length));
    long room = geometry.liveBytes() - weight();
    int first = bytes.length;
    while (first > 0 && bytes[first - 1] <= room) {
      first--;
      room -= bytes[first];
    }
    left.forgetBefore((oldestSegment + first) * geometry.segmentBytes());
  }

  private long segment(long address) {
    return address / geometry.segmentBytes();
  }

  private static void count(long[] bytes, long segment, int length) {
    if (segment >= 0) {
      bytes[(int) segment] += length;
    }
  }

  private long weight() {
    return policy.eviction().orElseThrow().weightedSize().orElseThrow();
  }

  private void settle(long hash) {
    if (leftovers == null) {
      return;
    }
    ReentrantLock lock = settling.get((int) hash & (STRIPES - 1));
    lock.lock();
    try {
      Leftovers left = leftovers;
      Location location = left == null ? null : left.take(hash);
      if (location != null) {
        entries.put(hash, location);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns at once. */
  void settleInBackground() {
    if (leftovers != null) {
      Thread settler = new Thread(this::settleAll, "tiercel-filesystem-index");
      settler.setDaemon(true);
      settler.start();
    }
  }

  /** Returns when nothing is left over. */
  void settleAll() {
    Leftovers left = leftovers;
    if (left != null) {
      left.forEachHash(this::settle);
      leftovers = null;
    }
  }
}
