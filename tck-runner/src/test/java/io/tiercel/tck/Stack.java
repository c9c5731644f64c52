package io.tiercel.tck;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * What a run is asked to do.
 *
 * @param tiers the stack as logs have it, top first: {@code heap > memory}
 * @param expectation of the run
 */
record Stack(String tiers, Expectation expectation) {

  /** The annotations alone, on the heap. */
  static final Stack ANNOTATIONS = new Stack("heap", Expectation.ANNOTATIONS);

  /** The whole TCK on the stack of a folder. */
  static Stack of(Path folder) throws IOException {
    Properties file = new Properties();
    try (Reader text = Files.newBufferedReader(folder.resolve("tiercel.properties"))) {
      file.load(text);
    }
    String[] tiers = file.getProperty("caches.*.tiers", "").trim().split("\\s*,\\s*", -1);
    return new Stack(String.join(" > ", tiers), expectationOf(tiers[tiers.length - 1]));
  }

  /** By reference works where the lowest tier, which holds the truth, is the heap. */
  private static Expectation expectationOf(String lowest) {
    return lowest.equals("heap") ? Expectation.BY_REFERENCE : Expectation.BY_VALUE;
  }

  /** Everything wrong with a run, worded for the reader of a build log. */
  List<String> problems(TckRun run) {
    List<String> problems = new ArrayList<>(expectation.problems(run));
    if (run.finished() && !run.opened().equals(Set.of(tiers))) {
      problems.add("caches were opened on " + run.opened() + " instead of [" + tiers + "]");
    }
    return problems;
  }
}
