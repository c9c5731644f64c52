package io.tiercel.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns a folder of results into Markdown tables. */
final class Report {
  static final Place PLACE = new Place("<!-- measured: begin -->", "<!-- measured: end -->");

  private final StringBuilder text = new StringBuilder();
  private final List<Trial> trials;
  private final List<RowResult> results;
  private final List<MemoryPerEntry> memory;
  private final List<Provider> providers;

  private Report(List<Trial> trials, List<MemoryPerEntry> memory) {
    this.trials = trials;
    this.memory = memory;
    this.results =
        Row.ALL.stream()
            .map(row -> new RowResult(row, trials))
            .filter(result -> !result.isEmpty())
            .toList();
    this.providers =
        Arrays.stream(Provider.values())
            .filter(provider -> results.stream().anyMatch(result -> result.has(provider)))
            .toList();
  }

  /** The tables for the results in the folder. */
  static String of(Path folder) throws IOException {
    return of(Trial.readAll(folder), MemoryPerEntry.readAll(folder));
  }

  /** The tables for these results. */
  static String of(List<Trial> trials, List<MemoryPerEntry> memory) {
    return new Report(trials, memory).write();
  }

  private String write() {
    origin();
    aims();
    ratios();
    memory();
    results.forEach(this::figures);
    return text.toString();
  }

  private void origin() {
    if (trials.isEmpty()) {
      return;
    }
    String virtualMachines =
        trials.stream().map(Trial::jvm).distinct().sorted().collect(Collectors.joining("; "));
    line(
        "%s; %d cores, of which other processes used %.2f (median of %d trials, worst %.2f).",
        virtualMachines,
        Runtime.getRuntime().availableProcessors(),
        Trial.median(trials.stream().mapToDouble(Trial::othersCores)),
        trials.size(),
        trials.stream().mapToDouble(Trial::othersCores).max().orElse(Double.NaN));
  }

  private void aims() {
    List<Aim> aims = Aim.judge(results, memory);
    if (aims.isEmpty()) {
      return;
    }
    line("\n### Aims\n\n| aim | measured | |\n|---|---|---|");
    for (Aim aim : aims) {
      line("| %s | %s | %s |", aim.goal(), aim.measured(), aim.isMet() ? "met" : "**missed**");
    }
  }

  private void ratios() {
    if (results.isEmpty()) {
      return;
    }
    line("\n### CPU time per operation, as multiples of raw Caffeine's\n");
    line("| row | %s |", join(providers.stream().map(Provider::label)));
    line("|---|%s", "---|".repeat(providers.size()));
    for (RowResult result : results) {
      line(
          "| %s | %s |",
          result.row().label(),
          join(providers.stream().map(provider -> ratio(result.timesRaw(provider)))));
    }
  }

  private void memory() {
    if (memory.isEmpty()) {
      return;
    }
    double raw =
        memory.stream()
            .filter(measured -> measured.provider() == Provider.RAW_CAFFEINE)
            .mapToDouble(MemoryPerEntry::totalBytes)
            .findFirst()
            .orElse(Double.NaN);
    line("\n### Memory, one million small entries\n");
    line("| cache | bytes per entry | × raw Caffeine | of which not key and value |");
    line("|---|---|---|---|");
    for (MemoryPerEntry measured : memory) {
      line(
          "| %s | %.0f | %.2f | %.0f |",
          measured.provider().label(),
          measured.totalBytes(),
          measured.totalBytes() / raw,
          measured.addedBytes());
    }
  }

  private void figures(RowResult result) {
    line("\n### %s\n", result.row().label());
    line("| cache | CPU ns/op | × raw | B/op | process: CPU ns/op | B/op | wall ns/op |");
    line("|---|---|---|---|---|---|---|");
    for (Provider provider : result.ranking()) {
      line(
          "| %s | %.1f | %s | %.0f | %.1f | %.0f | %.1f |",
          provider.label(),
          result.workerNanos(provider),
          ratio(result.timesRaw(provider)),
          result.median(provider, Trial::workerBytes),
          result.median(provider, Trial::processNanos),
          result.median(provider, Trial::processBytes),
          result.median(provider, Trial::wallNanos));
    }
  }

  private static String join(Stream<String> cells) {
    return cells.collect(Collectors.joining(" | "));
  }

  private static String ratio(OptionalDouble ratio) {
    return ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : "";
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
