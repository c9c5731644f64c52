package io.tiercel.tiers.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tiercel.tiers.spi.ByteEntry;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Changes the keys of one cache, and sees to it that others hear of it: those of this process, to
 * whom the server does not repeat what came over their own link; and where the server tells nobody,
 * the other processes, by scripts that publish what they change. Thread-safe.
 */
final class Changes {
  private final RedisLink link;
  private final Feed feed;
  private final Object owner;

  /**
   * @param owner who subscribed to the feed, and need not be told
   */
  Changes(RedisLink link, Feed feed, Object owner) {
    this.link = link;
    this.feed = feed;
    this.owner = owner;
  }

  /** What is stored, for a life in milliseconds or {@link Request#FOREVER}. */
  static final class Write {
    private final byte[] key;
    private final ByteEntry value;
    private final long lifeMillis;

    Write(byte[] key, ByteEntry value, long lifeMillis) {
      this.key = key;
      this.value = value;
      this.lifeMillis = lifeMillis;
    }

    byte[] key() {
      return key;
    }

    ByteEntry value() {
      return value;
    }

    int payloadBytes() {
      return value.bytes().length;
    }

    boolean isForEver() {
      return lifeMillis == Request.FOREVER;
    }

    Request<String> request() {
      return Request.set(key, value, lifeMillis);
    }
  }

  void set(Write write) {
    one(write.key, mark -> set(mark, write));
  }

  private static Request<String> set(@Nullable Mark mark, Write write) {
    return mark == null
        ? write.request()
        : Request.set(mark, write.key, write.value, write.lifeMillis);
  }

  /** Answers as {@link Script#EXCHANGE} does. */
  @Nullable ByteEntry exchange(Write write) {
    return one(write.key, mark -> exchange(mark, write));
  }

  private static Request<ByteEntry> exchange(@Nullable Mark mark, Write write) {
    return mark == null
        ? Request.exchange(write.key, write.value, write.lifeMillis)
        : Request.exchange(mark, write.key, write.value, write.lifeMillis);
  }

  /** Answers as {@link Script#SET_IF_ABSENT} does. */
  @Nullable ByteEntry setIfAbsent(Write write) {
    return one(write.key, mark -> setIfAbsent(mark, write));
  }

  private static Request<ByteEntry> setIfAbsent(@Nullable Mark mark, Write write) {
    return mark == null
        ? Request.setIfAbsent(write.key, write.value, write.lifeMillis)
        : Request.setIfAbsent(mark, write.key, write.value, write.lifeMillis);
  }

  /** Answers as {@link Script#SET_IF_TOKEN} does. */
  @Nullable ByteEntry setIfToken(byte[] token, Write write) {
    return one(
        write.key,
        mark -> Request.setIfToken(orNone(mark), write.key, token, write.value, write.lifeMillis));
  }

  /** Answers as {@link Script#TAKE} does. */
  @Nullable ByteEntry take(byte[] key) {
    return one(key, mark -> mark == null ? Request.take(key) : Request.take(mark, key));
  }

  /** Answers whether it was there. */
  boolean remove(byte[] key) {
    return one(key, mark -> remove(mark, key)) > 0;
  }

  private static Request<Long> remove(@Nullable Mark mark, byte[] key) {
    return mark == null ? Request.remove(List.of(key)) : Request.remove(mark, key);
  }

  /** Answers whether it was removed. */
  boolean removeIfToken(byte[] key, byte[] token) {
    return one(key, mark -> Request.removeIfToken(orNone(mark), key, token)) > 0;
  }

  private static Mark orNone(@Nullable Mark mark) {
    return mark == null ? Mark.NONE : mark;
  }

  void setAll(List<Write> writes) {
    many(
        writes.stream().map(Write::key).toList(),
        marks ->
            marks == null
                ? new Bulk(link.master()).set(writes)
                : new Bulk(link.master())
                    .askAll(
                        IntStream.range(0, writes.size())
                            .mapToObj(i -> set(marks.get(i), writes.get(i)))
                            .toList()));
  }

  void removeAll(List<byte[]> keys) {
    many(
        keys,
        marks ->
            marks == null
                ? new Bulk(link.master()).remove(keys)
                : new Bulk(link.master())
                    .askAll(
                        IntStream.range(0, keys.size())
                            .mapToObj(i -> Request.remove(marks.get(i), keys.get(i)))
                            .toList()));
  }

  /** Where changes are published, that everything was: Redis may have lost what others copied. */
  void tellOfAll(KeySpace keys) {
    if (link.outbox() != null) {
      link.announce(List.of(keys.prefix().getBytes(US_ASCII)));
    }
  }

  private <T extends @Nullable Object> T one(
      byte[] key, Function<@Nullable Mark, Request<T>> request) {
    return many(
        List.of(key),
        marks -> link.master().ask(request.apply(marks == null ? null : marks.get(0))));
  }

  /** Null in the place of the marks says that nothing is published. */
  private <T extends @Nullable Object> T many(
      List<byte[]> keys, Function<@Nullable List<Mark>, T> commands) {
    Outbox outbox = link.outbox();
    List<BusMessage> changes = outbox == null ? null : keys.stream().map(outbox::next).toList();
    try {
      return commands.apply(changes == null ? null : changes.stream().map(Mark::of).toList());
    } catch (RuntimeException | Error e) {
      if (outbox != null && changes != null) {
        changes.forEach(outbox::remember);
      }
      throw e;
    } finally {
      feed.changedBy(owner, keys);
    }
  }
}
