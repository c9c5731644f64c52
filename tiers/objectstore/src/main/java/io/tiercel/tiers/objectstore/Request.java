package io.tiercel.tiers.objectstore;

import io.tiercel.tiers.objectstore.Traffic.Count;
import io.tiercel.tiers.spi.Condition;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request to a store.
 *
 * @param kind what it counts as
 * @param call makes it
 * @param isWrite whether it changes something
 * @param bodyBytes how many bytes it sends
 */
record Request<T extends @Nullable Object>(
    Count kind, Function<ObjectStore, T> call, boolean isWrite, long bodyBytes) {

  static Request<@Nullable StoredObject> get(String key, long maxBytes) {
    return new Request<>(Count.GET, store -> store.get(key, maxBytes), false, 0);
  }

  static Request<@Nullable StoredObject> getFirst(String key, int bytes) {
    return new Request<>(Count.GET, store -> store.getFirst(key, bytes), false, 0);
  }

  static Request<@Nullable ObjectInfo> head(String key) {
    return new Request<>(Count.HEAD, store -> store.head(key), false, 0);
  }

  static Request<@Nullable String> put(
      String key, byte[] body, long deadlineMillis, Condition<String> condition) {
    return new Request<>(
        Count.PUT, store -> store.put(key, body, deadlineMillis, condition), true, body.length);
  }

  /** Answers true, whether anything was there or not. */
  static Request<Boolean> delete(String key) {
    return new Request<>(
        Count.DELETE,
        store -> {
          store.delete(key);
          return true;
        },
        true,
        0);
  }

  static Request<Boolean> deleteIfUnchanged(String key, String token) {
    return new Request<>(Count.DELETE, store -> store.deleteIfUnchanged(key, token), true, 0);
  }

  static Request<ObjectPage> list(String prefix, @Nullable String page) {
    return new Request<>(Count.LIST, store -> store.list(prefix, page), false, 0);
  }

  /** Whether this answer says that a condition did not hold. */
  boolean isConflict(T answer) {
    return isWrite && (answer == null || answer.equals(false));
  }
}
