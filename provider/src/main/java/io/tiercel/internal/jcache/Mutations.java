package io.tiercel.internal.jcache;

import io.tiercel.internal.event.Listeners;
import io.tiercel.internal.expiry.Deadlines;
import io.tiercel.internal.expiry.Question;
import io.tiercel.internal.jcache.Effect.WriterCall;
import io.tiercel.internal.stack.Opening;
import io.tiercel.internal.stack.TierStack;
import io.tiercel.internal.stats.Statistics;
import io.tiercel.internal.writebehind.Admitted;
import io.tiercel.internal.writebehind.WriteQueue;
import io.tiercel.tiers.spi.Entry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries out operations that change one key, with everything that JSR-107 hangs on them. */
final class Mutations<K, V> {
  private final TierStack<K, V> stack;
  private final Deadlines deadlines;
  private final Statistics statistics;
  private final Listeners<K, V> listeners;
  private final WriteThrough<K, V> writer;
  private final @Nullable WriteQueue<K, V> behind;
  private final Values values;
  private final LoadsInFlight<K, V> loads;

  /**
   * @param writer is told of changes before they are made
   * @param behind is told of changes after they were made, or null
   */
  Mutations(
      TierStack<K, V> stack,
      Deadlines deadlines,
      Statistics statistics,
      Listeners<K, V> listeners,
      WriteThrough<K, V> writer,
      @Nullable WriteQueue<K, V> behind,
      Values values,
      LoadsInFlight<K, V> loads) {
    this.stack = stack;
    this.deadlines = deadlines;
    this.statistics = statistics;
    this.listeners = listeners;
    this.writer = writer;
    this.behind = behind;
    this.values = values;
    this.loads = loads;
  }

  /**
   * Carries out an operation. The key is locked where someone is told of the change, so that news
   * come in the order of changes, and where a load is under way that must not be published now.
   */
  Mutation<K, V> apply(Operation operation, K key, @Nullable V expected, @Nullable V next) {
    Mutation<K, V> mutation = new Mutation<>(this, operation, key, expected, next);
    boolean detached = loads.detach(key);
    return detached || isObserved()
        ? stack.updateExclusively(key, mutation)
        : stack.update(key, mutation);
  }

  /** How an operation may begin where nobody is told, and nobody notices what is asked. */
  Opening opening(Operation operation) {
    if (isObserved() || !deadlines.areStandard()) {
      return Opening.READ;
    }
    return switch (operation) {
      case GET_AND_PUT -> deadlines.areUniform() ? Opening.EXCHANGE : Opening.READ;
      case REMOVE_ENTRY, REMOVE_OF_MANY, GET_AND_REMOVE -> Opening.TAKE;
      case PUT_IF_ABSENT -> Opening.ADD;
      default -> Opening.READ;
    };
  }

  /** Stores a value; one step in the tiers where nobody needs to know what was there. */
  void put(K key, V value) {
    long deadline = loads.detach(key) ? Deadlines.AT_ONCE : blindDeadline();
    if (deadline == Deadlines.AT_ONCE) {
      apply(Operation.PUT, key, null, value);
    } else {
      stack.put(key, value, deadline);
      statistics.put();
    }
  }

  /** Stores many values of which the writer knows already, where it is told before. */
  void putAll(Map<K, V> values) {
    long deadline = loads.areNone() ? blindDeadline() : Deadlines.AT_ONCE;
    if (deadline == Deadlines.AT_ONCE) {
      Operation put = behind == null ? Operation.PUT_OF_MANY : Operation.PUT;
      Failures.forEach(
          values.entrySet(), entry -> apply(put, entry.getKey(), null, entry.getValue()));
    } else {
      stack.putAll(values, deadline);
      values.forEach((key, value) -> statistics.put());
    }
  }

  /** As {@link #putAll}, for keys to remove. */
  void removeAll(Collection<? extends K> keys) {
    Operation remove = behind == null ? Operation.REMOVE_OF_MANY : Operation.REMOVE_ENTRY;
    Failures.forEach(keys, key -> apply(remove, key, null, null));
  }

  /**
   * A change is about to be made: tells the writer, or makes sure that it can be told.
   *
   * @return what it can be told later, or null
   */
  @Nullable Admitted<K, V> beforeChange(WriterCall call, K key, @Nullable V next) {
    if (behind == null) {
      writer.tell(call, key, next);
    } else if (call != WriterCall.NONE) {
      return behind.admit(values.in(key), call == WriterCall.WRITE ? next : null);
    }
    return null;
  }

  /**
   * A change has been made, and its key is still locked. What a loader was asked for since the
   * change began may be older than what the writer was told, or will be.
   */
  void afterChange(WriterCall call, K key, @Nullable Admitted<K, V> made) {
    if (behind != null && made != null) {
      behind.add(made);
    }
    if (call != WriterCall.NONE) {
      loads.detach(key);
    }
  }

  /** The deadline of any value put now, or AT_ONCE where what is there has to be looked at. */
  private long blindDeadline() {
    return isObserved() || !deadlines.areUniform()
        ? Deadlines.AT_ONCE
        : deadlines.ask(Question.CREATION, Entry.NEVER);
  }

  /** Moves the deadline of an entry that was looked at, as the policy says. */
  void accessed(K key, Entry<V> entry) {
    if (!deadlines.moveOnAccess()) {
      return;
    }
    long deadline = deadlines.ask(Question.ACCESS, entry.deadlineMillis());
    if (deadline == Deadlines.AT_ONCE) {
      stack.expire(key, entry);
    } else if (deadline != entry.deadlineMillis()) {
      stack.touch(key, entry, deadline);
    }
  }

  /** Tells of an entry whose life ended with its update. */
  void expired(K key, V value) {
    listeners.expired(key, value, locked -> stack.lock(List.of(locked)));
  }

  private boolean isObserved() {
    return !writer.isOff() || behind != null || !listeners.areNone();
  }

  Deadlines deadlines() {
    return deadlines;
  }

  Statistics statistics() {
    return statistics;
  }

  Listeners<K, V> listeners() {
    return listeners;
  }

  WriteThrough<K, V> writer() {
    return writer;
  }
}
