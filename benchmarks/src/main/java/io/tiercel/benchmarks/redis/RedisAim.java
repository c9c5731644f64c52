package io.tiercel.benchmarks.redis;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What Tiercel wants to reach: in certain rows, so many times the throughput of another client.
 *
 * @param goal the aim in words
 * @param rows where it holds
 * @param rival the other client
 * @param least how many times its throughput
 */
record RedisAim(String goal, Predicate<RedisRow> rows, Client rival, double least) {
  private static final Set<String> READS_AND_WRITES = Set.of("get", "getMiss", "put");

  /** Every aim, in the order of the report. */
  static final List<RedisAim> ALL =
      List.of(
          new RedisAim(
              "get, put: at least 0.9 × raw Lettuce",
              row -> READS_AND_WRITES.contains(row.operation()),
              Client.RAW_LETTUCE,
              0.9),
          new RedisAim(
              "getAll, putAll: at least 0.8 × raw Lettuce",
              RedisRow::isBulk,
              Client.RAW_LETTUCE,
              0.8),
          new RedisAim("ahead of Redisson in every row", row -> true, Client.REDISSON, 1),
          new RedisAim(
              "getAll, putAll: at least 3 × Redisson", RedisRow::isBulk, Client.REDISSON, 3));

  /** What became of it; empty when none of its rows was measured. */
  Optional<Verdict> judge(List<RedisRowResult> all) {
    List<RedisRowResult> ours = all.stream().filter(result -> rows.test(result.row())).toList();
    return ours.stream()
        .min(Comparator.comparingDouble(this::times))
        .map(
            worst ->
                new Verdict(
                    (int) ours.stream().filter(result -> times(result) >= least).count(),
                    ours.size(),
                    times(worst),
                    worst.row()));
  }

  private double times(RedisRowResult result) {
    return result.timesThroughput(Client.TIERCEL, rival);
  }

  /**
   * How an aim fared.
   *
   * @param met rows in which it was met
   * @param rows rows that were measured
   * @param worst the least that was reached
   * @param worstRow where
   */
  record Verdict(int met, int rows, double worst, RedisRow worstRow) {}
}
