package io.tiercel.tiers.redis;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.ChangeListener;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.SharedResources.Lease;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.WriteResult;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the entries of one cache in Redis: each a string value under a key that {@link KeySpace}
 * makes, laid out as {@link EntryCodec} says, which Redis drops at its deadline. Thread-safe.
 */
final class RedisTier implements ByteTier {
  /** So long a life, three centuries, is for ever; Redis has a limit not far beyond. */
  private static final long LONGEST_LIFE_MILLIS = 10_000_000_000_000L;

  private final Lease<RedisLink> lease;
  private final RedisLink link;
  private final KeySpace keys;
  private final Feed feed;
  private final Changes changes;
  private final RedisOptions options;
  private final InstantSource clock;
  private final Tokens tokens = new Tokens();
  private volatile boolean closed;

  RedisTier(Lease<RedisLink> lease, String namespace, RedisOptions options, InstantSource clock) {
    this.lease = lease;
    this.link = lease.resource();
    this.keys = new KeySpace(namespace, options.maxNameBytes());
    this.feed = link.feed(keys);
    this.changes = new Changes(link, feed, this);
    this.options = options;
    this.clock = clock;
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(
        true,
        true,
        options.endpoint().announcements() != AnnouncementMode.NONE,
        options.maxNameBytes(),
        options.maxValueBytes());
  }

  @Override
  public void subscribe(ChangeListener<String> listener) {
    if (!capabilities().announcesChanges()) {
      ByteTier.super.subscribe(listener);
    }
    link.subscribe(feed, this, listener);
  }

  @Override
  public @Nullable ByteEntry get(String name) {
    return link.readers().ask(Request.get(key(name)));
  }

  @Override
  public boolean mayBeBehind() {
    return options.endpoint().readFrom() != RedisReadFrom.MASTER;
  }

  @Override
  public @Nullable ByteEntry getLatest(String name) {
    return link.master().ask(Request.get(key(name)));
  }

  @Override
  public boolean readsPartly() {
    return true;
  }

  @Override
  public @Nullable ByteEntry getFirst(String name, int bytes) {
    ByteEntry found = link.master().ask(Request.getFirst(key(name), bytes));
    return found == null || EntryCodec.token(found).length == 0 ? null : found;
  }

  @Override
  public Map<String, ByteEntry> getAll(Collection<? extends String> names) {
    return readAll(link.readers(), names);
  }

  @Override
  public Map<String, ByteEntry> getAllLatest(Collection<? extends String> names) {
    return readAll(link.master(), names);
  }

  private Map<String, ByteEntry> readAll(Asker<?> asker, Collection<? extends String> names) {
    List<String> wanted = List.copyOf(names);
    List<ByteEntry> values = new Bulk(asker).get(wanted.stream().map(this::key).toList());
    Map<String, ByteEntry> found = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      ByteEntry stored = values.get(i);
      if (stored != null) {
        found.put(wanted.get(i), stored);
      }
    }
    return found;
  }

  @Override
  public WriteResult<ByteEntry> write(String name, ByteEntry next, Condition<ByteEntry> condition) {
    Changes.Write write = toWrite(name, next);
    return switch (condition.kind()) {
      case ALWAYS -> {
        changes.set(write);
        yield WriteResult.committed();
      }
      case IF_ABSENT -> unlessHeld(changes.setIfAbsent(write));
      case IF_UNCHANGED -> unlessHeld(changes.setIfToken(token(condition), write));
    };
  }

  private static WriteResult<ByteEntry> unlessHeld(@Nullable ByteEntry held) {
    if (held == null) {
      return WriteResult.committed();
    }
    return EntryCodec.token(held).length == 0 ? WriteResult.conflict() : WriteResult.conflict(held);
  }

  private static byte[] token(Condition<ByteEntry> condition) {
    return EntryCodec.token(condition.seen());
  }

  @Override
  public boolean tellsWhatWasThere() {
    return true;
  }

  @Override
  public @Nullable ByteEntry exchange(String name, ByteEntry next) {
    return changes.exchange(toWrite(name, next));
  }

  @Override
  public @Nullable ByteEntry take(String name) {
    return changes.take(key(name));
  }

  @Override
  public void writeAll(Map<? extends String, ? extends ByteEntry> entries) {
    List<Changes.Write> writes = new ArrayList<>(entries.size());
    entries.forEach((name, entry) -> writes.add(toWrite(name, entry)));
    changes.setAll(writes);
  }

  private Changes.Write toWrite(String name, ByteEntry entry) {
    return new Changes.Write(key(name), stored(entry), lifeMillis(entry));
  }

  @Override
  public boolean remove(String name, Condition<ByteEntry> condition) {
    byte[] key = key(name);
    return switch (condition.kind()) {
      case ALWAYS -> changes.remove(key);
      case IF_UNCHANGED -> changes.removeIfToken(key, token(condition));
      case IF_ABSENT -> throw new IllegalArgumentException("nothing to remove if absent");
    };
  }

  @Override
  public void removeAll(Collection<? extends String> names) {
    changes.removeAll(names.stream().map(this::key).toList());
  }

  @Override
  public void clear() {
    checkOpen();
    KeyWalk walk = new KeyWalk(link, keys.pattern());
    for (List<byte[]> page = walk.nextPage(); page != null; page = walk.nextPage()) {
      changes.removeAll(page);
    }
    changes.tellOfAll(keys);
  }

  @Override
  public Iterator<Map.Entry<String, ByteEntry>> scan() {
    checkOpen();
    return new EntryWalk(new KeyWalk(link, keys.pattern()), new Bulk(link.master()), keys);
  }

  @Override
  public void close() {
    closed = true;
    feed.remove(this);
    lease.close();
  }

  private byte[] key(String name) {
    checkOpen();
    return keys.key(name);
  }

  private void checkOpen() {
    if (closed) {
      throw new TierException(TierException.Kind.UNAVAILABLE, "this redis tier is closed");
    }
  }

  private ByteEntry stored(ByteEntry next) {
    int bytes = next.bytes().length;
    if (bytes > options.maxValueBytes()) {
      throw new TierException(
          TierException.Kind.REJECTED,
          "a value must be <= %d bytes but has %d (option max-value-bytes)"
              .formatted(options.maxValueBytes(), bytes));
    }
    return ByteEntry.read(next.bytes(), tokens.next());
  }

  /**
   * What is left of the entry's life, or {@link Request#FOREVER}: relative, so that it does not
   * matter what the server's clock shows. An entry already past its deadline is stored for a
   * millisecond all the same: its condition has to be judged, and what it replaces must go.
   */
  private long lifeMillis(ByteEntry entry) {
    long deadline = entry.deadlineMillis();
    long life =
        deadline == Entry.NEVER ? LONGEST_LIFE_MILLIS : Math.max(1, deadline - clock.millis());
    if (options.maxLife() != null) {
      life = Math.min(life, options.maxLife().toMillis());
    }
    return life >= LONGEST_LIFE_MILLIS ? Request.FOREVER : life;
  }
}
