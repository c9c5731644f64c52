package io.tiercel.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.tiercel.TiercelCachingProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.LogManager;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.jsr107.tck.testutil.AllTestExcluder;
import org.junit.FixMethodOrder;
import org.junit.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.rules.MethodRule;
import org.junit.runners.MethodSorters;

final class RunRecorderTest {

  @TempDir private Path folder;

  @Test
  void run_ruleLeavesTestsOut_writesThemDown() throws IOException {
    run(LeavesSomeOut.class);

    assertThat(read(RunRecorder.EXCLUDED))
        .containsExactly(
            LeavesSomeOut.class.getName() + "#aLeftOut",
            LeavesSomeOut.class.getName() + "#cLeftOutOfResetLog");
  }

  @Test
  void run_nothingLeftOut_writesAnEmptyRecord() throws IOException {
    run(Runs.class);

    assertThat(read(RunRecorder.EXCLUDED)).isEmpty();
  }

  @Test
  void run_inTheMiddle_namesTheRunningTestAndHasNoRecord() throws IOException {
    Runs.folder = folder;

    run(Runs.class);

    assertThat(Runs.running).containsExactly(Runs.class.getName() + "#runs");
    assertThat(Runs.recorded).isFalse();
  }

  @Test
  void run_opensCaches_writesDownTheirStacks() throws IOException {
    run(OpensCaches.class);

    assertThat(read(RunRecorder.OPENED)).containsExactly("heap");
  }

  @Test
  void run_afterAnEarlierOne_forgetsItsReports() throws IOException {
    Path stale = Files.writeString(folder.resolve("TEST-Stale.xml"), "<testsuite/>");

    run(Runs.class);

    assertThat(stale).doesNotExist();
  }

  @Test
  void run_noFolderNamed_writesNothing() {
    launch(LeavesSomeOut.class, new RunRecorder(null));

    assertThat(folder).isEmptyDirectory();
  }

  private void run(Class<?> tests) {
    launch(tests, new RunRecorder(folder));
  }

  private static void launch(Class<?> tests, RunRecorder recorder) {
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build(),
            recorder);
  }

  private List<String> read(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file));
  }

  /** Uses a rule of the TCK itself. */
  @FixMethodOrder(MethodSorters.NAME_ASCENDING)
  public static final class LeavesSomeOut {

    @Rule
    public final MethodRule rule =
        (statement, method, target) ->
            method.getName().contains("LeftOut")
                ? new AllTestExcluder().apply(statement, method, target)
                : statement;

    @org.junit.Test
    public void aLeftOut() {
      org.junit.Assert.fail("left out");
    }

    @org.junit.Test
    public void bResetsTheLog() {
      LogManager.getLogManager().reset();
    }

    @org.junit.Test
    public void cLeftOutOfResetLog() {
      org.junit.Assert.fail("left out");
    }
  }

  public static final class OpensCaches {

    @org.junit.Test
    public void opensTwo() {
      try (CachingProvider provider = new TiercelCachingProvider();
          CacheManager manager = provider.getCacheManager()) {
        manager.createCache("one", new MutableConfiguration<>());
        manager.createCache("two", new MutableConfiguration<>());
      }
    }
  }

  public static final class Runs {

    private static Path folder;
    private static List<String> running;
    private static boolean recorded;

    @org.junit.Test
    public void runs() throws IOException {
      if (folder != null) {
        running = Files.readAllLines(folder.resolve(RunRecorder.RUNNING));
        recorded = Files.exists(folder.resolve(RunRecorder.EXCLUDED));
        folder = null;
      }
    }
  }
}
