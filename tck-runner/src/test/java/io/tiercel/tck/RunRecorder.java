package io.tiercel.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes down what the reports of a run do not tell. Which tests the TCK left out: it reports them
 * as passed and tells only its log. And on which stacks caches were opened, from the log of the
 * provider. Acts only in a JVM that names a folder for the record, and writes it at the very end: a
 * run that hangs or dies leaves the name of its last test instead.
 */
public final class RunRecorder implements TestExecutionListener {

  static final String EXCLUDED = "excluded.txt";
  static final String OPENED = "opened.txt";
  static final String RUNNING = "running.txt";

  private static final String LEFT_OUT = "===== EXCLUDING TEST ";
  private static final String OPENED_ON = " opened on ";

  private final Ear tck = new Ear("org.jsr107.tck", Level.INFO, this::hearTck);
  private final Ear provider =
      new Ear("io.tiercel.internal.jcache", Level.FINE, this::hearProvider);
  private final Set<String> excluded = new ConcurrentSkipListSet<>();
  private final Set<String> opened = new ConcurrentSkipListSet<>();
  private final @Nullable Path folder;
  private volatile String running = "outside of any test";

  /** Called by the platform's launcher. */
  public RunRecorder() {
    this(
        System.getProperty("tck.record") == null
            ? null
            : Path.of(System.getProperty("tck.record")));
  }

  RunRecorder(@Nullable Path folder) {
    this.folder = folder;
  }

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    if (folder != null) {
      forgetEarlierRun(folder);
    }
  }

  @Override
  public void executionStarted(TestIdentifier test) {
    if (folder != null && test.isTest()) {
      running = nameOf(test);
      write(folder.resolve(RUNNING), Set.of(running));
      tck.listen();
      provider.listen();
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (folder != null) {
      write(folder.resolve(OPENED), opened);
      write(folder.resolve(EXCLUDED), excluded);
    }
  }

  private void hearTck(String message) {
    if (message.startsWith(LEFT_OUT)) {
      excluded.add(running);
    }
  }

  private void hearProvider(String message) {
    int end = message.indexOf(OPENED_ON);
    if (end >= 0) {
      opened.add(message.substring(end + OPENED_ON.length()));
    }
  }

  private static String nameOf(TestIdentifier test) {
    return test.getSource()
        .filter(MethodSource.class::isInstance)
        .map(source -> ((MethodSource) source).getClassName() + '#' + test.getLegacyReportingName())
        .orElseGet(test::getLegacyReportingName);
  }

  private static void forgetEarlierRun(Path folder) {
    try {
      Files.createDirectories(folder);
      try (DirectoryStream<Path> reports =
          Files.newDirectoryStream(folder, "{TEST-*.xml,excluded.txt,opened.txt,running.txt}")) {
        for (Path report : reports) {
          Files.delete(report);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, Set<String> lines) {
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
