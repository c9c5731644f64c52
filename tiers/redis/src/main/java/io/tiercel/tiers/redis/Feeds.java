package io.tiercel.tiers.redis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** What is heard over one link, cache by cache. Thread-safe. */
final class Feeds {
  private final Map<String, Feed> byPrefix = new ConcurrentHashMap<>();

  /** What is heard of a cache's keys; nothing before somebody subscribes. */
  Feed of(KeySpace keys) {
    return byPrefix.computeIfAbsent(keys.prefix(), prefix -> new Feed(keys));
  }

  /** The prefixes of the caches that somebody wants to hear of. */
  List<String> subscribed() {
    return byPrefix.values().stream().filter(Feed::hasSubscribers).map(Feed::prefix).toList();
  }

  void settle(Predicate<Feed> allIsHeard) {
    byPrefix.values().forEach(feed -> feed.settle(allIsHeard.test(feed)));
  }

  /** A key was changed; a prefix alone stands for all keys of its cache. */
  void changed(byte[] key) {
    String prefix = KeySpace.prefixOf(key);
    Feed feed = prefix == null ? null : byPrefix.get(prefix);
    if (feed != null) {
      feed.changed(key);
    }
  }

  /** News has taken this long. */
  void delayed(Duration propagation) {
    byPrefix.values().forEach(feed -> feed.delayed(propagation));
  }

  void allChanged() {
    byPrefix.values().forEach(Feed::allChanged);
  }
}
