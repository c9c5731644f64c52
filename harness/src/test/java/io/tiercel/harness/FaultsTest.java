package io.tiercel.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.harness.FaultSite.Layout;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever befalls servers and JVMs, copies end up true and nothing atomic is lost. */
@TestInstance(Lifecycle.PER_CLASS)
class FaultsTest {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private @Nullable FaultSite site;
  private @Nullable Layout layout;

  /** Those that are asked for, or all. */
  static Stream<Fault> faults() {
    return Stream.of(Fault.values()).filter(fault -> fault.name().matches(Settings.FAULTS));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void fault_comesAndGoes_copiesAreTrueAndNothingIsLost(Fault fault) throws Exception {
    for (int i = 0; i < Settings.SEEDS; i++) {
      FaultReport report = run(fault, Schedule.of(Settings.SEED + i));

      assertThat(report.violations()).as(report.toString()).isEmpty();
    }
  }

  /** A site that a run has left in disorder is not used again. */
  @SuppressWarnings("SystemOut") // figures for the reader
  private FaultReport run(Fault fault, Schedule schedule) throws Exception {
    FaultSite here = siteFor(fault.layout());
    FaultReport report;
    try {
      report = new FaultRun(here, fault, schedule, folder).run();
    } catch (Throwable e) {
      leaveSite();
      throw e;
    }
    System.out.println(report);
    report.violations().forEach(System.out::println);
    if (fault.layout() == Layout.SENTINELS || !report.violations().isEmpty()) {
      leaveSite();
    }
    return report;
  }

  private FaultSite siteFor(Layout wanted) throws Exception {
    if (site != null && layout != wanted) {
      leaveSite();
    }
    FaultSite here = site;
    if (here == null) {
      here = FaultSite.start(wanted);
      site = here;
      layout = wanted;
    }
    return here;
  }

  @AfterAll
  void leaveSite() throws Exception {
    if (site != null) {
      site.close();
      site = null;
    }
  }
}
