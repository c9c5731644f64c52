package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.Entry;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What this process last knew of the keys it met: what it made of them, read, or was told. When it
 * has met more than {@value #MOST}, it forgets one for each that is new. Thread-safe.
 */
public final class LastKnown<K> {
  static final int MOST = 10_000;

  private final Map<K, State> states = new ConcurrentHashMap<>();

  /**
   * What is known of a key.
   *
   * @param version 0 when nothing is there
   */
  public record State(long version, long deadlineMillis) {
    private static final State ABSENT = new State(0, Entry.NEVER);

    private static State of(@Nullable Entry<?> entry) {
      return entry == null || entry.isTombstone()
          ? ABSENT
          : new State(entry.version(), entry.deadlineMillis());
    }

    /** Whether a value was there whose life lasts. */
    public boolean isLive(long nowMillis) {
      return version != 0 && (deadlineMillis == Entry.NEVER || nowMillis < deadlineMillis);
    }
  }

  /** Null when nothing is known of the key. */
  public @Nullable State of(K key) {
    return states.get(key);
  }

  /** From now on this is known; null when nothing is there. */
  public void know(K key, @Nullable Entry<?> entry) {
    if (states.put(key, State.of(entry)) == null) {
      forgetOneTooMany();
    }
  }

  /** An entry was read: that says nothing new of a key about which something is known. */
  void meet(K key, @Nullable Entry<?> entry) {
    if (entry != null && states.putIfAbsent(key, State.of(entry)) == null) {
      forgetOneTooMany();
    }
  }

  private void forgetOneTooMany() {
    Iterator<K> any = states.keySet().iterator();
    if (states.size() > MOST && any.hasNext()) {
      any.next();
      any.remove();
    }
  }

  void forget() {
    states.clear();
  }
}
