package io.tiercel.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One thing Tiercel wants to reach, and what was measured.
 *
 * @param goal the aim in words
 * @param measured what the trials gave
 * @param isMet whether that is good enough
 */
record Aim(String goal, String measured, boolean isMet) {
  private static final double HIT_TIMES_RAW = 1.3;
  private static final double HIT_WITH_STATISTICS_TIMES_RAW = 1.5;
  private static final double BEAN_TIMES_BEST_PEER = 0.25;
  private static final double MEMORY_TIMES_RAW = 1.25;

  /** Below this, an allocation is the harness's own. */
  private static final double NO_BYTES = 0.5;

  /** Judges every aim for which there are figures of Tiercel. */
  static List<Aim> judge(List<RowResult> results, List<MemoryPerEntry> memory) {
    List<Aim> aims = new ArrayList<>();
    for (RowResult result : results) {
      if (result.has(Provider.TIERCEL) && result.has(Provider.RAW_CAFFEINE)) {
        if (isImmutableHit(result.row())) {
          aims.addAll(immutableHit(result));
        } else if (result.row().values() == ValueKind.BEAN && result.row().byValue()) {
          aims.addAll(copiedBean(result));
        }
        aims.add(aheadOfPeers(result));
      }
    }
    aims.addAll(memory(memory));
    return aims;
  }

  private static boolean isImmutableHit(Row row) {
    return row.operation().equals("get")
        && (row.values() != ValueKind.BEAN || !row.byValue())
        && row.life() == Life.ETERNAL;
  }

  private static List<Aim> immutableHit(RowResult result) {
    double limit = result.row().statistics() ? HIT_WITH_STATISTICS_TIMES_RAW : HIT_TIMES_RAW;
    double timesRaw = result.timesRaw(Provider.TIERCEL).orElseThrow();
    double bytes = result.median(Provider.TIERCEL, Trial::workerBytes);
    String row = result.row().label();
    return List.of(
        new Aim(
            text("%s: at most %.1f × raw Caffeine", row, limit),
            text("%.2f", timesRaw),
            timesRaw <= limit),
        new Aim(text("%s: allocates nothing", row), text("%.1f B/op", bytes), bytes < NO_BYTES));
  }

  private static List<Aim> copiedBean(RowResult result) {
    double bestPeer = result.bestPeer().map(result::workerNanos).orElse(Double.NaN);
    List<Aim> aims = new ArrayList<>();
    for (Provider ours : result.ours()) {
      double times = result.workerNanos(ours) / bestPeer;
      aims.add(
          new Aim(
              text("%s: a quarter of the best peer (%s)", result.row().label(), ours.label()),
              text("%.2f", times),
              times <= BEAN_TIMES_BEST_PEER));
    }
    return aims;
  }

  private static Aim aheadOfPeers(RowResult result) {
    double ours = result.workerNanos(result.ours().get(0));
    Provider best = result.bestPeer().orElseThrow();
    double limit = result.workerNanos(best);
    String rival = best.label();
    if (isImmutableHit(result.row()) && limit < result.workerNanos(Provider.RAW_CAFFEINE)) {
      limit = result.workerNanos(Provider.RAW_CAFFEINE);
      rival = Provider.RAW_CAFFEINE.label() + ", cheaper still is " + rival;
    }
    return new Aim(
        text("%s: ahead of every peer", result.row().label()),
        text("%.2f × %s", ours / limit, rival),
        ours <= limit);
  }

  private static List<Aim> memory(List<MemoryPerEntry> memory) {
    return memory.stream()
        .filter(ours -> ours.provider() == Provider.TIERCEL)
        .flatMap(
            ours ->
                memory.stream()
                    .filter(raw -> raw.provider() == Provider.RAW_CAFFEINE)
                    .map(raw -> ours.totalBytes() / raw.totalBytes()))
        .map(
            times ->
                new Aim(
                    text("memory per entry: at most %.2f × raw Caffeine", MEMORY_TIMES_RAW),
                    text("%.2f", times),
                    times <= MEMORY_TIMES_RAW))
        .toList();
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
