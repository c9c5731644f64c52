package io.tiercel.benchmarks.redis;

import io.tiercel.benchmarks.Measured;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** All trials of one row, over all rounds. */
final class RedisRowResult {
  private final RedisRow row;
  private final List<RedisTrial> trials;

  RedisRowResult(RedisRow row, List<RedisTrial> all) {
    this.row = row;
    this.trials = all.stream().filter(trial -> trial.row().equals(row)).toList();
  }

  RedisRow row() {
    return row;
  }

  /** Whether every client has been measured. */
  boolean isComplete() {
    return Stream.of(Client.values()).allMatch(client -> of(client).findAny().isPresent());
  }

  /** The median over rounds of a figure. */
  double median(Client client, ToDoubleFunction<RedisTrial> figure) {
    return Measured.median(of(client).mapToDouble(figure));
  }

  /** How much more a client gets done than another in the same round, median over rounds. */
  double timesThroughput(Client client, Client other) {
    return Measured.median(
        of(client)
            .flatMapToDouble(
                trial ->
                    of(other)
                        .filter(rival -> rival.round() == trial.round())
                        .mapToDouble(rival -> trial.throughput() / rival.throughput())));
  }

  private Stream<RedisTrial> of(Client client) {
    return trials.stream().filter(trial -> trial.client() == client);
  }
}
