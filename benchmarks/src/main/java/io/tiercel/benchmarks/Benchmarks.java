package io.tiercel.benchmarks;

import java.nio.file.Path;
import java.util.Arrays;
import org.openjdk.jmh.Main;

/** The command line of the benchmarks; see {@link #USAGE}. */
public final class Benchmarks {
  private static final int MEMORY_ENTRIES = 1_000_000;

  private static final String USAGE =
      """
      usage:
        quick [PAGE]          the essential rows once, and memory
        full [PAGE]           all rows three times, and memory
        memory [PAGE]         memory per entry only
        report FOLDER [PAGE]  the tables for results that are there already
        jmh ARGUMENTS         JMH itself, for instance: jmh CacheBenchmark.get -p provider=TIERCEL
      The tables are printed, and put into PAGE, a Markdown file with the lines
        %s
        %s
      """
          .formatted(Report.PLACE.begin(), Report.PLACE.end());

  private Benchmarks() {}

  /** Runs one of the commands. */
  public static void main(String[] args) throws Exception {
    String command = args.length == 0 ? "" : args[0];
    switch (command) {
      case "quick", "full", "memory" -> {
        Path folder = Measured.newFolder(command);
        measure(command, folder);
        report(folder, args, 1);
      }
      case "report" -> report(Path.of(args[1]), args, 2);
      case "jmh" -> Main.main(Arrays.copyOfRange(args, 1, args.length));
      default -> System.out.print(USAGE);
    }
  }

  private static void measure(String command, Path folder) throws Exception {
    switch (command) {
      case "quick" -> Comparison.QUICK.runInto(folder);
      case "full" -> Comparison.FULL.runInto(folder);
      default -> {}
    }
    MemoryPerEntry.measureAll(folder, MEMORY_ENTRIES);
  }

  private static void report(Path folder, String[] args, int pageArgument) throws Exception {
    String tables = Report.of(folder);
    System.out.print(tables);
    if (args.length > pageArgument) {
      Report.PLACE.put(Path.of(args[pageArgument]), tables);
    }
  }
}
