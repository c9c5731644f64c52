package io.tiercel.tiers.redis;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanCursor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the keys of one cache, server by server, page by page. Meets every key that is there
 * all the while, whatever moves: a server whose connection was made anew is walked from the start,
 * as its cursor means nothing any more; servers that slots have moved to, or are moving to, are
 * walked again at the end.
 */
final class KeyWalk {
  private static final int KEYS_LOOKED_AT = 1000;

  private final RedisLink link;
  private final byte[] pattern;
  private final Deque<Shard> ahead;
  private Map<String, Shard> known;
  private boolean looksBack;
  private boolean hasLookedBack;

  private @Nullable Shard shard;
  private String cursor = ScanCursor.INITIAL.getCursor();
  private int reconnects;

  KeyWalk(RedisLink link, byte[] pattern) {
    this.link = link;
    this.pattern = pattern;
    this.ahead = new ArrayDeque<>(link.shards());
    this.known = byId(ahead);
    this.looksBack = !link.master().keysShareServer();
  }

  private static Map<String, Shard> byId(Iterable<Shard> shards) {
    Map<String, Shard> byId = new HashMap<>();
    shards.forEach(shard -> byId.put(shard.id(), shard));
    return byId;
  }

  /** Some keys, possibly none; null after the last. */
  @Nullable List<byte[]> nextPage() {
    if (shard == null) {
      shard = nextShard();
      if (shard == null) {
        return null;
      }
      restart(shard);
    }
    KeyScanCursor<byte[]> page =
        link.master().ask(shard, Request.scan(cursor, pattern, KEYS_LOOKED_AT));
    cursor = page.getCursor();
    if (link.reconnects(shard) != reconnects) {
      restart(shard);
    } else if (page.isFinished()) {
      shard = null;
    }
    return page.getKeys();
  }

  private void restart(Shard from) {
    cursor = ScanCursor.INITIAL.getCursor();
    reconnects = link.reconnects(from);
  }

  private @Nullable Shard nextShard() {
    if (ahead.isEmpty() && looksBack) {
      lookBack();
    }
    return ahead.poll();
  }

  /**
   * Adds the servers where keys may have turned up since they were walked. A slot whose hands do
   * not change can only have brought each key once, so that one more walk finds it.
   */
  private void lookBack() {
    List<Shard> now = link.shards();
    for (Shard seen : now) {
      Shard before = known.get(seen.id());
      boolean isOther = before == null || !before.slots().equals(seen.slots());
      if (isOther || (!hasLookedBack && seen.isReceiving())) {
        ahead.add(seen);
      }
    }
    known = byId(now);
    hasLookedBack = true;
    looksBack = !ahead.isEmpty();
  }
}
