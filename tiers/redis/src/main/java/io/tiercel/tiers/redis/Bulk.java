package io.tiercel.tiers.redis;

import io.lettuce.core.protocol.CommandType;
import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.TierException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Operations on many keys, cut to batches that keep neither the server nor others on this
 * connection waiting for long. Within a batch nothing waits for the answer before it.
 */
final class Bulk {
  private static final int MOST_REQUESTS = 256;
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_KEYS = 128;

  private final Asker<?> asker;

  Bulk(Asker<?> asker) {
    this.asker = asker;
  }

  /** Reads values in the order of keys, null where there is none. */
  List<ByteEntry> get(List<byte[]> keys) {
    if (!asker.keysShareServer()) {
      return askAll(keys.stream().map(Request::get).toList());
    }
    List<Request<List<ByteEntry>>> requests = groups(keys, Request::getMany);
    List<ByteEntry> values = new ArrayList<>(keys.size());
    askAll(requests).forEach(values::addAll);
    return values;
  }

  /** Stores values whatever is there. */
  List<String> set(List<Changes.Write> writes) {
    List<Changes.Write> left =
        setTogether(writes) ? writes.stream().filter(write -> !write.isForEver()).toList() : writes;
    return askAll(left.stream().map(Changes.Write::request).toList());
  }

  /**
   * Stores what is kept for ever by commands that name many keys, which give no life to any.
   *
   * @return false when nothing was done, as there is no such command here
   */
  private boolean setTogether(List<Changes.Write> writes) {
    if (!asker.keysShareServer() || asker.isRefused(CommandType.MSET)) {
      return false;
    }
    try {
      askAll(together(writes.stream().filter(Changes.Write::isForEver).toList()));
      return true;
    } catch (TierException e) {
      if (asker.isRefused(CommandType.MSET)) {
        return false;
      }
      throw e;
    }
  }

  private static List<Request<String>> together(List<Changes.Write> writes) {
    List<Request<String>> requests = new ArrayList<>();
    int from = 0;
    while (from < writes.size()) {
      int to = end(writes, from, MOST_KEYS, Changes.Write::payloadBytes);
      requests.add(Request.setMany(writes.subList(from, to)));
      from = to;
    }
    return requests;
  }

  /** Removes keys. */
  List<Long> remove(List<byte[]> keys) {
    return askAll(
        asker.keysShareServer()
            ? groups(keys, Request::remove)
            : keys.stream().map(key -> Request.remove(List.of(key))).toList());
  }

  private static <T> List<Request<T>> groups(
      List<byte[]> keys, Function<List<byte[]>, Request<T>> request) {
    List<Request<T>> requests = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += MOST_KEYS) {
      requests.add(request.apply(keys.subList(from, Math.min(keys.size(), from + MOST_KEYS))));
    }
    return requests;
  }

  /** Asks all, and returns the answers in the order of the requests. */
  <T> List<T> askAll(List<Request<T>> requests) {
    List<T> answers = new ArrayList<>(requests.size());
    int from = 0;
    while (from < requests.size()) {
      int to = end(requests, from, MOST_REQUESTS, Request::payloadBytes);
      answers.addAll(asker.askAll(requests.subList(from, to)));
      from = to;
    }
    return answers;
  }

  /** Where a part that begins there ends. */
  private static <E> int end(List<E> all, int from, int most, ToIntFunction<E> payloadBytes) {
    int end = from;
    long bytes = 0;
    while (end < all.size() && end - from < most && bytes < MOST_BYTES) {
      bytes += payloadBytes.applyAsInt(all.get(end++));
    }
    return end;
  }
}
