package io.tiercel.tiers.objectstore;

import io.tiercel.tiers.spi.Condition;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory that any number of tiers share, and that can be told to know no conditions, to
 * fail, or to let others act on the way.
 */
final class MemoryObjectStore implements ObjectStore {
  static final int PAGE = 100;

  /** What a store may ignore. */
  enum Lack {
    IF_ABSENT,
    IF_UNCHANGED,
    CONDITIONAL_DELETE,
    TELLING_OF_ABSENCE,
    DEADLINES_IN_LISTINGS
  }

  private static final class Stored {
    final byte[] body;
    final String token;
    final long deadlineMillis;

    Stored(byte[] body, String token, long deadlineMillis) {
      this.body = body;
      this.token = token;
      this.deadlineMillis = deadlineMillis;
    }
  }

  private final NavigableMap<String, Stored> objects = new TreeMap<>();
  private final Queue<RuntimeException> failuresBefore = new ConcurrentLinkedQueue<>();
  private final Queue<RuntimeException> failuresAfter = new ConcurrentLinkedQueue<>();
  private volatile BiConsumer<String, String> before = (operation, key) -> {};
  private volatile List<Lack> lacks = List.of();
  private long generation;

  void lack(Lack... all) {
    lacks = List.of(all);
  }

  /** The next requests fail by these, and do nothing. */
  void failBefore(RuntimeException... failures) {
    failuresBefore.addAll(List.of(failures));
  }

  /** The next requests fail by these after they did what they were asked. */
  void failAfter(RuntimeException... failures) {
    failuresAfter.addAll(List.of(failures));
  }

  /** What happens before each request of this name. */
  void before(BiConsumer<String, String> action) {
    before = action;
  }

  synchronized List<String> keys() {
    return List.copyOf(objects.keySet());
  }

  synchronized byte[] body(String key) {
    return Objects.requireNonNull(objects.get(key), key).body;
  }

  private void enter(String operation, String key) {
    before.accept(operation, key);
    throwNext(failuresBefore);
  }

  private static void throwNext(Queue<RuntimeException> failures) {
    RuntimeException failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public @Nullable StoredObject get(String key, long maxBytes) {
    enter("get", key);
    Stored stored = find(key);
    try {
      return stored == null
          ? null
          : StoredObject.read(new ByteArrayInputStream(stored.body), maxBytes, stored.token);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public @Nullable StoredObject getFirst(String key, int bytes) {
    enter("get", key);
    Stored stored = find(key);
    try {
      return stored == null
          ? null
          : StoredObject.readFirst(new ByteArrayInputStream(stored.body), bytes, stored.token);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized @Nullable Stored find(String key) {
    return objects.get(key);
  }

  @Override
  public @Nullable ObjectInfo head(String key) {
    enter("head", key);
    Stored stored = find(key);
    return stored == null ? null : info(key, stored, true);
  }

  private static ObjectInfo info(String key, Stored stored, boolean deadline) {
    return new ObjectInfo(
        key, stored.token, stored.body.length, deadline ? stored.deadlineMillis : null);
  }

  @Override
  public @Nullable String put(
      String key, byte[] body, long deadlineMillis, Condition<String> condition) {
    enter("put", key);
    String token = putNow(key, body, deadlineMillis, condition);
    throwNext(failuresAfter);
    return token;
  }

  private synchronized @Nullable String putNow(
      String key, byte[] body, long deadlineMillis, Condition<String> condition) {
    Stored there = objects.get(key);
    boolean holds =
        switch (condition.kind()) {
          case ALWAYS -> true;
          case IF_ABSENT -> there == null || lacks.contains(Lack.IF_ABSENT);
          case IF_UNCHANGED ->
              lacks.contains(Lack.IF_UNCHANGED)
                  || (there != null && there.token.equals(condition.seen()));
        };
    if (!holds) {
      return null;
    }
    Stored stored = new Stored(body, String.valueOf(++generation), deadlineMillis);
    objects.put(key, stored);
    return stored.token;
  }

  @Override
  public void delete(String key) {
    enter("delete", key);
    synchronized (this) {
      objects.remove(key);
    }
    throwNext(failuresAfter);
  }

  @Override
  public boolean deleteIfUnchanged(String key, String token) {
    enter("deleteIfUnchanged", key);
    boolean held = deleteNow(key, token);
    throwNext(failuresAfter);
    return held;
  }

  private synchronized boolean deleteNow(String key, String token) {
    Stored there = objects.get(key);
    if (lacks.contains(Lack.CONDITIONAL_DELETE)) {
      objects.remove(key);
      return true;
    }
    if (there == null) {
      return lacks.contains(Lack.TELLING_OF_ABSENCE);
    }
    return there.token.equals(token) && objects.remove(key, there);
  }

  @Override
  public ObjectPage list(String prefix, @Nullable String page) {
    enter("list", prefix);
    List<ObjectInfo> found = new ArrayList<>();
    boolean deadlines = !lacks.contains(Lack.DEADLINES_IN_LISTINGS);
    synchronized (this) {
      objects
          .tailMap(page == null ? prefix : page, page == null)
          .forEach(
              (key, stored) -> {
                if (key.startsWith(prefix) && found.size() < PAGE) {
                  found.add(info(key, stored, deadlines));
                }
              });
    }
    return new ObjectPage(found, found.size() < PAGE ? null : found.get(PAGE - 1).key());
  }

  @Override
  public void close() {
    // Others share it.
  }
}
