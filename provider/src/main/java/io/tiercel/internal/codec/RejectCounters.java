package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.ClassNotAllowedException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How often bytes found in the tiers of a cache were rejected, by reason. Thread-safe. */
public final class RejectCounters {
  private static final Logger LOG = System.getLogger(RejectCounters.class.getName());

  private final String cacheName;
  private final Map<Reject, LongAdder> counts = new EnumMap<>(Reject.class);

  public RejectCounters(String cacheName) {
    this.cacheName = cacheName;
    for (Reject reject : Reject.values()) {
      counts.put(reject, new LongAdder());
    }
  }

  /** How often this was the reason. */
  public long count(Reject reject) {
    return adder(reject).sum();
  }

  /** How often there was any reason. */
  public long total() {
    return counts.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** How often each reason occurred that did, by its name. */
  public Map<String, Long> byReason() {
    Map<String, Long> occurred = new TreeMap<>();
    counts.forEach(
        (reason, count) -> {
          if (count.sum() > 0) {
            occurred.put(reason.name(), count.sum());
          }
        });
    return occurred;
  }

  /** The first of each kind is worth a warning: misses that should have been hits. */
  void record(RejectedException rejected) {
    LongAdder adder = adder(rejected.reject());
    Level level = adder.sum() == 0 ? Level.WARNING : Level.DEBUG;
    adder.increment();
    LOG.log(level, () -> "cache=" + cacheName + " " + text(rejected));
  }

  private static String text(RejectedException rejected) {
    return "an entry found in a tier counts as a miss, "
        + rejected.reject()
        + ": "
        + rejected.getMessage()
        + detail(rejected.getCause());
  }

  /** Only what is ours: messages of others may hold values. */
  private static String detail(@Nullable Throwable cause) {
    if (cause == null) {
      return "";
    }
    Throwable root = cause.getCause() == null ? cause : cause.getCause();
    return cause instanceof ClassNotAllowedException
        ? " (" + cause.getMessage() + ")"
        : " (" + root.getClass().getName() + ")";
  }

  private LongAdder adder(Reject reject) {
    LongAdder adder = counts.get(reject);
    if (adder == null) {
      throw new AssertionError(reject);
    }
    return adder;
  }
}
