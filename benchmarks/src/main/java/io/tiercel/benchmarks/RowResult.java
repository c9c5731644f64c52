package io.tiercel.benchmarks;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** All trials of one row, over all rounds. */
final class RowResult {
  private final Row row;
  private final List<Trial> trials;

  RowResult(Row row, List<Trial> all) {
    this.row = row;
    this.trials = all.stream().filter(trial -> trial.row().equals(row)).toList();
  }

  Row row() {
    return row;
  }

  boolean isEmpty() {
    return trials.isEmpty();
  }

  /** The measured caches, the cheapest first. */
  List<Provider> ranking() {
    return Arrays.stream(Provider.values())
        .filter(this::has)
        .sorted(Comparator.comparingDouble(this::workerNanos))
        .toList();
  }

  boolean has(Provider provider) {
    return trials.stream().anyMatch(trial -> trial.provider() == provider);
  }

  double workerNanos(Provider provider) {
    return median(provider, Trial::workerNanos);
  }

  /** The median over rounds of a figure. */
  double median(Provider provider, ToDoubleFunction<Trial> figure) {
    return Trial.median(
        trials.stream().filter(trial -> trial.provider() == provider).mapToDouble(figure));
  }

  /** How often raw Caffeine's cost of the same round, median over rounds. */
  OptionalDouble timesRaw(Provider provider) {
    double[] ratios =
        trials.stream()
            .filter(trial -> trial.provider() == provider)
            .flatMapToDouble(
                trial ->
                    rawOf(trial.round()).stream()
                        .mapToDouble(raw -> trial.workerNanos() / raw.workerNanos()))
            .toArray();
    return ratios.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Trial.median(Arrays.stream(ratios)));
  }

  private Optional<Trial> rawOf(int round) {
    return trials.stream()
        .filter(trial -> trial.provider() == Provider.RAW_CAFFEINE && trial.round() == round)
        .findFirst();
  }

  /** Tiercel in every setting that was measured, the cheapest first. */
  List<Provider> ours() {
    return ranking().stream().filter(Provider::isOurs).toList();
  }

  /** The cheapest other JCache provider. */
  Optional<Provider> bestPeer() {
    return ranking().stream().filter(Provider::isPeer).findFirst();
  }
}
