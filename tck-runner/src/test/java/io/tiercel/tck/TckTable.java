package io.tiercel.tck;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;

/** The runs of the TCK as a table in Markdown. */
final class TckTable {

  private static final String HEAD =
      """
      | stack | run | passed | failed | excluded silently | seconds |
      |---|---|---|---|---|---|
      """;

  private TckTable() {}

  static String of(List<TckRun> runs) {
    return runs.stream().map(TckTable::row).collect(joining("", HEAD, ""));
  }

  private static String row(TckRun run) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %d | %s | %.0f |%n",
        run.finished() ? run.name() : run.name() + " (unfinished)",
        run.tests().size(),
        run.passed(),
        run.failed().size(),
        Expectation.reasons(run),
        run.seconds());
  }
}
