package io.tiercel.benchmarks.redis;

import io.tiercel.benchmarks.Measured;
import io.tiercel.benchmarks.Place;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns results into Markdown tables. */
final class RedisReport {
  static final Place PLACE =
      new Place("<!-- measured in redis: begin -->", "<!-- measured in redis: end -->");

  private final StringBuilder text = new StringBuilder();
  private final List<RedisTrial> trials;
  private final List<RedisRowResult> results;

  private RedisReport(List<RedisTrial> trials) {
    this.trials = trials;
    this.results =
        RedisRow.ALL.stream()
            .map(row -> new RedisRowResult(row, trials))
            .filter(RedisRowResult::isComplete)
            .toList();
  }

  /** The tables for these results. */
  static String of(List<RedisTrial> trials) {
    return new RedisReport(trials).write();
  }

  private String write() {
    origin();
    aims();
    table("Throughput, thousand operations a second (× raw Lettuce)", RedisReport::throughput);
    table("CPU time per operation, µs: client + server", RedisReport::cpu);
    table("Bytes allocated per operation by the client", RedisReport::bytes);
    return text.toString();
  }

  private void origin() {
    if (!trials.isEmpty()) {
      line(
          "%s; %d cores, of which others than client and server used %.2f"
              + " (median of %d trials, worst %.2f).",
          trials.stream().map(RedisTrial::jvm).distinct().collect(Collectors.joining("; ")),
          Runtime.getRuntime().availableProcessors(),
          Measured.median(trials.stream().mapToDouble(RedisTrial::othersCores)),
          trials.size(),
          trials.stream().mapToDouble(RedisTrial::othersCores).max().orElse(Double.NaN));
    }
  }

  private void aims() {
    line("\n| aim | rows | worst row | |\n|---|---|---|---|");
    for (RedisAim aim : RedisAim.ALL) {
      aim.judge(results)
          .ifPresent(
              verdict ->
                  line(
                      "| %s | %d of %d | %.2f: %s | %s |",
                      aim.goal(),
                      verdict.met(),
                      verdict.rows(),
                      verdict.worst(),
                      verdict.worstRow().label(),
                      verdict.met() == verdict.rows() ? "met" : "**missed**"));
    }
  }

  private void table(String title, Cell cell) {
    line("\n### %s\n", title);
    line("| row | %s |", join(Client::label));
    line("|---|%s", "---|".repeat(Client.values().length));
    for (RedisRowResult result : results) {
      line("| %s | %s |", result.row().label(), join(client -> cell.of(result, client)));
    }
  }

  private static String throughput(RedisRowResult result, Client client) {
    return format(
        "%.1f (%.2f)",
        result.median(client, RedisTrial::throughput) / 1000,
        result.timesThroughput(client, Client.RAW_LETTUCE));
  }

  private static String cpu(RedisRowResult result, Client client) {
    return format(
        "%.1f + %.1f",
        result.median(client, RedisTrial::clientNanos) / 1000,
        result.median(client, RedisTrial::serverNanos) / 1000);
  }

  private static String bytes(RedisRowResult result, Client client) {
    return format("%.0f", result.median(client, RedisTrial::clientBytes));
  }

  private static String join(Function<Client, String> cell) {
    return Stream.of(Client.values()).map(cell).collect(Collectors.joining(" | "));
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  private void line(String format, Object... arguments) {
    text.append(format(format, arguments)).append('\n');
  }

  private interface Cell {
    String of(RedisRowResult result, Client client);
  }
}
