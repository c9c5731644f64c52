package io.tiercel.internal.writebehind;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The changes that wait for the writer, at most one for each key, in the order in which their keys
 * came. Says which of them are to be written now. Not thread-safe; times are those of {@link
 * System#nanoTime}.
 *
 * <p>After a failure the writer is left alone for a pause that doubles with each failure in a row,
 * and each change that failed for one that doubles with its own. A change that failed is tried
 * alone from then on, so that it does not spoil the attempts of others. When it fails again, the
 * next turn is that of the one that has failed least: nothing waits for a change that the writer
 * never takes.
 */
final class Backlog<K, V> {
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** Longer than anything lasts, and short enough to be added to a time. */
  private static final long FOR_EVER = Long.MAX_VALUE / 4;

  private final WriteBehind options;
  private final Map<K, Waiting<K, V>> waiting = new LinkedHashMap<>();

  /** What was forgotten before it came, by key. */
  private final Map<K, Long> gone = new HashMap<>();

  private List<Waiting<K, V>> underWay = List.of();
  private boolean hurries;
  private int failuresInARow;
  private boolean retriedInVain;
  private long resumeNanos;

  Backlog(WriteBehind options, long nowNanos) {
    this.options = options;
    this.resumeNanos = nowNanos;
  }

  static long nanos(Duration duration) {
    return duration.toSeconds() >= Duration.ofNanos(FOR_EVER).toSeconds()
        ? FOR_EVER
        : duration.toNanos();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int size() {
    return waiting.size();
  }

  boolean isFull() {
    return waiting.size() >= options.maxPending();
  }

  /** Whether changes are not to wait for newer ones. */
  boolean isUrgent() {
    return hurries || isFull();
  }

  /** Whether this key could be added to a full backlog. */
  boolean contains(Object key) {
    return waiting.containsKey(key);
  }

  @Nullable Waiting<K, V> find(K key) {
    return waiting.get(key);
  }

  /** As they are now; those of them that are not under way may change. */
  List<Waiting<K, V>> all() {
    return waiting.values().stream().map(Waiting::copy).toList();
  }

  /**
   * Takes away changes that are another process's to tell, also those under way, which are not
   * tried again, and those that are only coming.
   *
   * @param upTo of each key, the number of its change, with which earlier ones go too
   */
  void forget(Map<K, Long> upTo) {
    Map<K, Long> coming = new HashMap<>(upTo);
    for (Waiting<K, V> one : concat(waiting.values(), underWay)) {
      if (one.number <= upTo.getOrDefault(one.key, Long.MIN_VALUE)) {
        forget(one);
        coming.remove(one.key, one.number);
      }
    }
    gone.putAll(coming);
  }

  private static <T> List<T> concat(Collection<T> some, Collection<T> others) {
    List<T> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  /** Takes a change away. */
  void forget(Waiting<K, V> one) {
    one.isForgotten = true;
    waiting.remove(one.key, one);
  }

  /** Since when the oldest change has waited. */
  long oldestNanos(long otherwise) {
    return waiting.values().stream()
        .mapToLong(one -> one.sinceNanos)
        .reduce(Backlog::earlier)
        .orElse(otherwise);
  }

  /**
   * Adds a change; it takes the place of one of its key unless the writer is being told of that.
   *
   * @param number of the change in the log
   * @return whether it did
   */
  boolean put(Change<K, V> change, long number, long nowNanos) {
    Long forgotten = gone.remove(change.key());
    if (forgotten != null && number <= forgotten) {
      return false;
    }
    Waiting<K, V> older = waiting.get(change.key());
    if (older != null && !older.isUnderWay) {
      older.value = change.value();
      older.number = Math.max(older.number, number);
      older.failingSinceNanos = nowNanos;
      return true;
    }
    waiting.put(
        change.key(), new Waiting<>(change, number, nowNanos, nowNanos + nanos(options.delay())));
    return false;
  }

  /** From now on nothing waits any longer than it must. */
  void hurry(long nowNanos) {
    hurries = true;
    resumeNanos = nowNanos;
    waiting.values().forEach(one -> one.dueNanos = nowNanos);
  }

  /**
   * The changes to be written now, in order and of one kind, which are under way from then on.
   *
   * @return empty when it is too early for any
   */
  List<Waiting<K, V>> take(long nowNanos) {
    if (resumeNanos - nowNanos > 0) {
      return List.of();
    }
    int mostFailures = retriedInVain ? fewestFailures(nowNanos) : Integer.MAX_VALUE;
    List<Waiting<K, V>> batch = new ArrayList<>();
    for (Waiting<K, V> next : waiting.values()) {
      if (!isDue(next, nowNanos) || next.failures > mostFailures) {
        continue;
      }
      if (!fits(next, batch)) {
        break;
      }
      batch.add(next);
      if (next.failures > 0) {
        break;
      }
    }
    batch.forEach(one -> one.isUnderWay = true);
    underWay = batch;
    return batch;
  }

  private int fewestFailures(long nowNanos) {
    return waiting.values().stream()
        .filter(one -> isDue(one, nowNanos))
        .mapToInt(one -> one.failures)
        .min()
        .orElse(0);
  }

  private boolean isDue(Waiting<K, V> one, long nowNanos) {
    return one.dueNanos - nowNanos <= 0 || (one.failures == 0 && isUrgent());
  }

  private boolean fits(Waiting<K, V> next, List<Waiting<K, V>> batch) {
    return batch.isEmpty()
        || (batch.size() < maxBatch()
            && next.failures == 0
            && next.change().isDeletion() == batch.get(0).change().isDeletion());
  }

  /** One at a time while the writer seems to be down, as what fails is tried alone ever after. */
  private int maxBatch() {
    return failuresInARow > 1 ? 1 : options.maxBatch();
  }

  /** When there is something to do next, if nothing is added. */
  long nextNanos(long nowNanos) {
    long next = nowNanos + FOR_EVER;
    for (Waiting<K, V> one : waiting.values()) {
      next = earlier(next, isDue(one, nowNanos) ? nowNanos : one.dueNanos);
    }
    return resumeNanos - next > 0 ? resumeNanos : next;
  }

  static long earlier(long one, long other) {
    return one - other < 0 ? one : other;
  }

  /**
   * The writer has been told.
   *
   * @param undone the keys of those it did not take
   * @return those that are given up
   */
  List<Waiting<K, V>> settle(List<Waiting<K, V>> batch, Set<K> undone, long nowNanos) {
    boolean failed = undone.size() == batch.size();
    retriedInVain = failed && batch.stream().anyMatch(one -> one.failures > 0);
    failuresInARow = failed ? failuresInARow + 1 : 0;
    resumeNanos = failed ? nowNanos + pauseNanos(failuresInARow) : nowNanos;
    underWay = List.of();
    List<Waiting<K, V>> givenUp = new ArrayList<>();
    for (Waiting<K, V> one : batch) {
      one.isUnderWay = false;
      if (!undone.contains(one.key)) {
        waiting.remove(one.key, one);
      } else if (waiting.get(one.key) == one && isHopeless(one, batch.size() == 1, nowNanos)) {
        waiting.remove(one.key);
        givenUp.add(one);
      }
    }
    return givenUp;
  }

  /** Nothing is given up for the company it was in. */
  private boolean isHopeless(Waiting<K, V> one, boolean wasAlone, long nowNanos) {
    if (one.failures++ == 0) {
      one.failingSinceNanos = nowNanos;
    }
    one.dueNanos = nowNanos + pauseNanos(one.failures);
    return wasAlone && nowNanos - one.failingSinceNanos >= nanos(options.retryFor());
  }

  private long pauseNanos(int failures) {
    long first = Math.min(nanos(options.firstPause()), LONGEST_PAUSE.toNanos());
    return Math.min(first << Math.min(failures - 1, 20), LONGEST_PAUSE.toNanos());
  }

  /** Takes away all that waits. */
  List<Waiting<K, V>> clear() {
    List<Waiting<K, V>> all = List.copyOf(waiting.values());
    waiting.clear();
    return all;
  }
}
