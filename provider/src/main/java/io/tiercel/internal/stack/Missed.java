package io.tiercel.internal.stack;

import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The keys whose latest change a tier has missed: what it still has of them is out of date, so it
 * is not asked for them before it has been repaired.
 *
 * <p>Repair is tried at once, and again with growing pauses, by a thread of its own. Where more
 * keys were missed than are kept in mind, everything counts as missed. Thread-safe.
 */
public final class Missed<K> implements AutoCloseable {
  static final int MOST = 10_000;

  private static final int BATCH = 500;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private static final Logger LOG = System.getLogger(Missed.class.getName());

  private final String cacheName;
  private final String tierName;
  private final Executor executor;

  /** Each key with the number of its latest change, so that a change meanwhile is not forgotten. */
  private final Map<K, Long> keys = new ConcurrentHashMap<>();

  private final AtomicLong changes = new AtomicLong();

  /** The number of the latest change that concerned every key, and of the latest one repaired. */
  private final AtomicLong everything = new AtomicLong();

  private volatile long everythingRepaired;

  private final AtomicBoolean repairing = new AtomicBoolean();
  private final LongAdder repaired = new LongAdder();
  private volatile @Nullable Repair<K> repair;
  private volatile long pauseMillis;
  private volatile boolean closed;

  /** How a tier is brought back to the truth. */
  public interface Repair<K> {
    /** Drops or replaces what the tier has of these keys. */
    void repair(Collection<K> keys);

    /** Drops everything the tier has. */
    void repairAll();
  }

  /**
   * @param executor has a thread for repairs
   */
  public Missed(String cacheName, String tierName, Executor executor) {
    this.cacheName = cacheName;
    this.tierName = tierName;
    this.executor = executor;
  }

  /** Says how to repair; called once, before anything can be missed. */
  public void repairBy(Repair<K> how) {
    repair = how;
  }

  /** A change of this key has not arrived, or may not have. */
  void add(K key) {
    if (keys.size() >= MOST && !keys.containsKey(key)) {
      addAll();
      return;
    }
    keys.put(key, changes.incrementAndGet());
    begin();
  }

  /** Changes of any keys have not arrived. */
  public void addAll() {
    everything.set(changes.incrementAndGet());
    begin();
  }

  /** Whether the tier is out of date about this key. */
  boolean concerns(K key) {
    return isAnything() && (isEverything() || keys.containsKey(key));
  }

  boolean isAnything() {
    return !keys.isEmpty() || isEverything();
  }

  boolean isEverything() {
    return everything.get() != everythingRepaired;
  }

  /** Refuses to ask for a key about which the tier is out of date. */
  void requireTold(K key) {
    if (concerns(key)) {
      throw new TierException(
          Kind.UNAVAILABLE,
          "cache \""
              + cacheName
              + "\", tier "
              + tierName
              + " has missed a change of this key, and is not asked for it until that is repaired");
    }
  }

  /** How the tier has fared. */
  public Repairs repairs() {
    return new Repairs(repaired.sum(), isEverything() ? Repairs.EVERYTHING : keys.size());
  }

  /** Tries once more; what is left then is told to the log, and lost. */
  @Override
  public void close() {
    closed = true;
    if (!isAnything()) {
      return;
    }
    try {
      repairNow();
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          () ->
              home()
                  + " was closed while it did not answer; it keeps old entries of "
                  + (isEverything() ? "any number of" : keys.size())
                  + " keys that were changed meanwhile, until they expire or are written again");
    }
  }

  private String home() {
    return "cache=" + cacheName + " tier=" + tierName;
  }

  private void begin() {
    if (!closed && repairing.compareAndSet(false, true)) {
      start();
    }
  }

  private void start() {
    if (closed) {
      repairing.set(false);
      return;
    }
    Start.on(executor, this::repairInBackground, this::startLater);
  }

  /** An error ends the thread, not the repairs: another thread goes on after the pause. */
  private void repairInBackground() {
    boolean done = false;
    try {
      repairNow();
      done = true;
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, () -> home() + " could not be repaired yet", e);
    } finally {
      if (done) {
        end();
      } else {
        startLater();
      }
    }
  }

  private void startLater() {
    pauseMillis =
        Math.min(Math.max(FIRST_PAUSE.toMillis(), 2 * pauseMillis), LONGEST_PAUSE.toMillis());
    CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS, Runnable::run)
        .execute(this::start);
  }

  private void end() {
    pauseMillis = 0;
    repairing.set(false);
    if (isAnything()) {
      begin();
    }
  }

  private void repairNow() {
    Repair<K> how = repair;
    if (how == null) {
      return;
    }
    long all = everything.get();
    if (all != everythingRepaired) {
      how.repairAll();
      keys.values().removeIf(change -> change <= all);
      everythingRepaired = all;
      repaired.increment();
    }
    while (!keys.isEmpty() && !isEverything()) {
      Map<K, Long> batch =
          keys.entrySet().stream()
              .limit(BATCH)
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
      how.repair(batch.keySet());
      batch.forEach(keys::remove);
      repaired.add(batch.size());
    }
  }
}
