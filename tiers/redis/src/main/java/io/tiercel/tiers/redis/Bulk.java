package io.tiercel.tiers.redis;

import io.tiercel.tiers.spi.ByteEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

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
      int to = endOfBatch(requests, from);
      answers.addAll(asker.askAll(requests.subList(from, to)));
      from = to;
    }
    return answers;
  }

  private static <T> int endOfBatch(List<Request<T>> requests, int from) {
    int end = from;
    long bytes = 0;
    while (end < requests.size() && end - from < MOST_REQUESTS && bytes < MOST_BYTES) {
      bytes += requests.get(end++).payloadBytes();
    }
    return end;
  }
}
