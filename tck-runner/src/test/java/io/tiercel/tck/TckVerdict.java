package io.tiercel.tck;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs after the runs of the TCK, prints their table and fails for each that is not whole. */
final class TckVerdict {

  private static final Path RUNS = Path.of(System.getProperty("tck.runs"));

  private static Map<String, Stack> expected;
  private static List<TckRun> runs;

  @BeforeAll
  static void printTable() throws IOException {
    expected = Stacks.expected(System.getProperty("tck.stack", ""));
    runs = new ArrayList<>();
    for (String name : expected.keySet()) {
      runs.add(TckRun.read(RUNS.resolve(name)));
    }
    String table = TckTable.of(runs);
    Files.writeString(RUNS.resolveSibling("tck-table.md"), table);
    System.out.println("\n" + table);
  }

  @TestFactory
  Stream<DynamicTest> run_ofEachStack_isWhole() {
    return runs.stream().map(run -> dynamicTest(run.name(), () -> assertWhole(run)));
  }

  private static void assertWhole(TckRun run) {
    List<String> problems = expected.get(run.name()).problems(run);
    if (!problems.isEmpty()) {
      fail(
          "TCK on %s, problems: %d; reports in %s%n  %s",
          run.name(),
          problems.size(),
          RUNS.resolve(run.name()),
          String.join(System.lineSeparator() + "  ", problems));
    }
  }
}
