package io.tiercel.internal.jcache;

import io.tiercel.internal.jcache.Effect.WriterCall;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;

/** Tells the cache writer of changes before they are made (JSR-107 section 6.3). */
final class WriteThrough<K, V> {
  private final String cacheName;
  private final @Nullable CacheWriter<? super K, ? super V> writer;
  private final Values values;

  /**
   * @param writer null where the cache does not write through
   */
  WriteThrough(
      String cacheName, @Nullable CacheWriter<? super K, ? super V> writer, Values values) {
    this.cacheName = cacheName;
    this.writer = writer;
    this.values = values;
  }

  boolean isOff() {
    return writer == null;
  }

  void tell(WriterCall call, K key, @Nullable V value) {
    if (writer == null || call == WriterCall.NONE) {
      return;
    }
    try {
      if (value != null && call == WriterCall.WRITE) {
        writer.write(new Pair<>(values.lent(key), values.lent(value)));
      } else {
        writer.delete(values.lent(key));
      }
    } catch (RuntimeException e) {
      throw wrapped(call == WriterCall.WRITE ? "write" : "delete", e);
    }
  }

  /**
   * Tells of many entries to write.
   *
   * @return what the writer has done before it failed, if it did: all but those it left in the
   *     collection
   */
  Partial<Map<K, V>> writeAll(Map<K, V> entries) {
    if (writer == null) {
      return new Partial<>(entries, null);
    }
    Collection<Cache.Entry<? extends K, ? extends V>> left = new ArrayList<>();
    entries.forEach((key, value) -> left.add(new Pair<>(values.lent(key), values.lent(value))));
    try {
      writer.writeAll(pass(left));
      return new Partial<>(entries, null);
    } catch (RuntimeException e) {
      Map<K, V> done = new LinkedHashMap<>(entries);
      left.forEach(entry -> done.remove(entry.getKey()));
      return new Partial<>(done, wrapped("writeAll", e));
    }
  }

  /** As {@link #writeAll}, for entries to delete. */
  Partial<Collection<K>> deleteAll(Collection<K> keys) {
    if (writer == null || keys.isEmpty()) {
      return new Partial<>(keys, null);
    }
    Collection<K> left = new ArrayList<>(keys);
    try {
      writer.deleteAll(left);
      return new Partial<>(keys, null);
    } catch (RuntimeException e) {
      Collection<K> done = new ArrayList<>(keys);
      done.removeAll(left);
      return new Partial<>(done, wrapped("deleteAll", e));
    }
  }

  /** The writer only reads entries and may remove them, so its stricter parameter type is safe. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <T> Collection<T> pass(Collection<?> entries) {
    return (Collection) entries;
  }

  private CacheWriterException wrapped(String call, RuntimeException e) {
    if (e instanceof CacheWriterException already) {
      return already;
    }
    return new CacheWriterException(
        "cache \""
            + cacheName
            + "\": the cache writer failed in "
            + call
            + "; nothing was changed"
            + " for the entries it did not write",
        e);
  }

  /**
   * What of a bulk call the writer has done.
   *
   * @param failure thrown when the rest of the operation is over
   */
  record Partial<T>(T done, @Nullable CacheWriterException failure) {
    void rethrow() {
      if (failure != null) {
        throw failure;
      }
    }
  }
}
