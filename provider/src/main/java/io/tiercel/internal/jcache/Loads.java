package io.tiercel.internal.jcache;

import io.tiercel.internal.jcache.LoadLeases.Turn;
import io.tiercel.internal.stack.Hold;
import io.tiercel.internal.stack.TierStack;
import io.tiercel.tiers.spi.Entry;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings values that the cache lacks from outside: one call of the loader for a key at a time in
 * this process, whoever asks.
 *
 * <p>The loader runs under no lock. What it brings is published only when nobody changed the key
 * since the load began; those who wait get it in any case. Where the cache has {@link LoadLeases},
 * one key at a time is also loaded by one process at a time.
 */
final class Loads<K, V> {
  private final LoaderCalls<K, V> calls;
  private final LoadsInFlight<K, V> inFlight;
  private final TierStack<K, V> stack;
  private final Mutations<K, V> mutations;
  private final Values values;
  private final @Nullable LoadLeases<K, V> leases;

  Loads(
      LoaderCalls<K, V> calls,
      LoadsInFlight<K, V> inFlight,
      TierStack<K, V> stack,
      Mutations<K, V> mutations,
      Values values,
      @Nullable LoadLeases<K, V> leases) {
    this.calls = calls;
    this.inFlight = inFlight;
    this.stack = stack;
    this.mutations = mutations;
    this.values = values;
    this.leases = leases;
  }

  /**
   * Loads the value of a key and publishes it.
   *
   * @param callers the key, as the caller gave it
   * @param trace what was left of the key in the tiers when it was found missing
   * @param finishedBefore how many loads had {@link #finished} before it was found missing
   * @return null when the loader has none
   */
  @Nullable V load(K callers, @Nullable Entry<V> trace, long finishedBefore) {
    K key = values.in(callers);
    Load<V> mine = Load.undecided();
    Load<V> other = inFlight.claim(key, mine);
    if (other != null) {
      return calls.join(other);
    }
    try {
      V arrived = Load.orFail(List.of(mine), () -> arrivedSince(finishedBefore, key, mine));
      if (arrived != null) {
        mine.complete(arrived);
        return arrived;
      }
      return leases == null || !stack.isEnabled()
          ? loadNow(key, mine, trace)
          : loadInTurn(leases, key, mine, trace);
    } finally {
      inFlight.finish(key, mine);
    }
  }

  private @Nullable V loadNow(K key, Load<V> mine, @Nullable Entry<V> trace) {
    V value = calls.load(key, mine);
    publish(Operation.LOAD, key, mine, value, trace);
    return value;
  }

  private @Nullable V loadInTurn(
      LoadLeases<K, V> turns, K key, Load<V> mine, @Nullable Entry<V> trace) {
    Turn<V> turn = Load.orFail(List.of(mine), () -> turns.awaitOthers(key));
    Entry<V> brought = turn.brought();
    if (brought != null) {
      V value = Load.orFail(List.of(mine), () -> values.valueOf(brought));
      mine.complete(value);
      return value;
    }
    try {
      return loadNow(key, mine, trace);
    } finally {
      if (turn.hasLease()) {
        turns.release(key);
      }
    }
  }

  /** Whether somebody of this process is loading the key. */
  boolean isUnderWay(K key) {
    return inFlight.contains(key);
  }

  /**
   * Loads the value of an entry anew, unless somebody else does, and replaces the entry if it is
   * still the same.
   */
  void refresh(K key, Entry<V> seen) {
    Load<V> mine = new Load<>();
    if (inFlight.claim(key, mine) != null) {
      return;
    }
    try {
      V value = calls.load(key, mine);
      if (value != null && !mine.isDetached()) {
        Mutation<K, V> mutation =
            new Mutation<>(mutations, Operation.REFRESH, key, null, values.in(value));
        stack.updateExclusively(key, new Renewal<>(mutation, mine, seen.version()));
      }
    } finally {
      inFlight.finish(key, mine);
    }
  }

  /** How many loads have finished so far, to be asked before the tiers are. */
  long finished() {
    return inFlight.finished();
  }

  /**
   * What a load has brought that finished after the tiers were asked and before this one was
   * claimed, or that took it over. A processor may have loaded it and be about to publish it with
   * the key locked.
   */
  private @Nullable V arrivedSince(long finishedBefore, K key, Load<V> mine) {
    if (inFlight.finished() == finishedBefore && mine.begin()) {
      return null;
    }
    Hold lock = stack.lock(List.of(key));
    try {
      Entry<V> entry = stack.get(key);
      return entry != null && stack.isLive(entry) ? values.valueOf(entry) : null;
    } finally {
      mine.looked();
      lock.close();
    }
  }

  /** Loads a value for an entry processor, which publishes it itself with the key locked. */
  @Nullable V loadOnly(K key) {
    Load<V> mine = new Load<>();
    Load<V> other = inFlight.claim(key, mine);
    if (other != null && !other.takeOver()) {
      return calls.join(other);
    }
    try {
      return calls.load(key, mine);
    } finally {
      inFlight.finish(key, mine);
    }
  }

  /**
   * Loads many keys, in one call for those that nobody else is loading, and publishes what came.
   *
   * @param wanted the keys, each with what was left of it in the tiers
   * @param finishedBefore how many loads had {@link #finished} before the tiers were asked
   * @return what the loader had
   */
  Map<K, V> loadMissing(Map<K, @Nullable Entry<V>> wanted, long finishedBefore) {
    return loadAll(
        Operation.LOAD,
        wanted,
        Load::undecided,
        (key, mine) -> arrivedSince(finishedBefore, key, mine));
  }

  /** As {@link #loadMissing}, whatever the tiers have. */
  Map<K, V> loadAgain(Map<K, @Nullable Entry<V>> wanted) {
    return loadAll(Operation.LOAD_AND_REPLACE, wanted, Load::new, (key, mine) -> null);
  }

  private Map<K, V> loadAll(
      Operation operation,
      Map<K, @Nullable Entry<V>> wanted,
      Supplier<Load<V>> begin,
      BiFunction<K, Load<V>, @Nullable V> arrived) {
    Map<K, V> loaded = new HashMap<>();
    Map<K, Load<V>> mine = new LinkedHashMap<>();
    Map<K, Load<V>> others;
    try {
      others = Load.orFail(mine.values(), () -> claimAll(wanted.keySet(), begin, mine));
      Map<K, Load<V>> missing = new LinkedHashMap<>(mine);
      Load.orFail(
          mine.values(),
          () -> missing.entrySet().removeIf(entry -> isThere(entry, arrived, loaded)));
      calls
          .loadAll(missing)
          .forEach(
              (key, value) -> {
                Load<V> load = missing.get(key);
                if (load != null && value != null) {
                  loaded.put(key, value);
                  publish(operation, key, load, value, wanted.get(key));
                }
              });
    } finally {
      mine.forEach(inFlight::finish);
    }
    others.forEach(
        (key, load) -> {
          V value = calls.join(load);
          if (value != null) {
            loaded.put(key, value);
          }
        });
    return loaded;
  }

  /** Returns the loads of others, for keys that could not be claimed. */
  private Map<K, Load<V>> claimAll(
      Collection<K> wanted, Supplier<Load<V>> begin, Map<K, Load<V>> mine) {
    Map<K, Load<V>> others = new LinkedHashMap<>();
    for (K callers : wanted) {
      K key = values.in(callers);
      Load<V> load = begin.get();
      Load<V> other = inFlight.claim(key, load);
      if (other != null) {
        others.put(key, other);
      } else {
        mine.put(key, load);
      }
    }
    return others;
  }

  private static <K, V> boolean isThere(
      Map.Entry<K, Load<V>> claimed, BiFunction<K, Load<V>, @Nullable V> arrived, Map<K, V> found) {
    V value = arrived.apply(claimed.getKey(), claimed.getValue());
    if (value != null) {
      found.put(claimed.getKey(), value);
      claimed.getValue().complete(value);
    }
    return value != null;
  }

  private void publish(
      Operation operation, K key, Load<V> load, @Nullable V value, @Nullable Entry<V> trace) {
    if (value != null && !load.isDetached() && stack.isEnabled()) {
      Mutation<K, V> mutation = new Mutation<>(mutations, operation, key, null, values.in(value));
      stack.updateExclusively(key, new Publication<>(mutation, load, trace));
    }
  }
}
