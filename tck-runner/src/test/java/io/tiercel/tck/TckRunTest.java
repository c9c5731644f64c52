package io.tiercel.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TckRunTest {

  @TempDir private Path folder;

  @Test
  void read_reportsOfTwoClasses_countsPassedFailedAndExcluded() throws IOException {
    report(
        "A",
        """
        <testsuite time="1,001.5">
          <testcase classname="A" name="passes"><system-err>noise</system-err></testcase>
          <testcase classname="A" name="fails">
            <failure type="java.lang.AssertionError" message="no&#10;really">trace</failure>
          </testcase>
          <testcase classname="A" name="isLeftOut"/>
        </testsuite>
        """);
    report(
        "B",
        """
        <testsuite time="0.5">
          <testcase classname="B" name="breaks"><error type="X" message="y"/></testcase>
          <testcase classname="B" name="skips"><skipped message="why"/></testcase>
        </testsuite>
        """);
    record("A#isLeftOut");

    TckRun run = TckRun.read(folder);

    assertThat(run.finished()).isTrue();
    assertThat(run.tests()).hasSize(5);
    assertThat(run.passed()).isEqualTo(1);
    assertThat(run.failed())
        .containsExactly(
            entry("A#fails", "failure java.lang.AssertionError: no"),
            entry("B#breaks", "error X: y"),
            entry("B#skips", "skipped : why"));
    assertThat(run.excluded()).containsExactly("A#isLeftOut");
    assertThat(run.seconds()).isEqualTo(1002);
  }

  @Test
  void read_testAndItsTearDownFail_countsTheTestOnceByItsFirstFailure() throws IOException {
    report(
        "A",
        """
        <testsuite time="0">
          <testcase classname="A" name="fails"><failure type="X" message="body"/></testcase>
          <testcase classname="A" name="fails"><error type="X" message="after"/></testcase>
        </testsuite>
        """);
    record("");

    TckRun run = TckRun.read(folder);

    assertThat(run.tests()).hasSize(1);
    assertThat(run.failed()).containsExactly(entry("A#fails", "failure X: body"));
  }

  @Test
  void read_folderMissing_wasNotStarted() throws IOException {
    TckRun run = TckRun.read(folder.resolve("never"));

    assertThat(run.finished()).isFalse();
    assertThat(run.end()).isEqualTo("was not started");
    assertThat(run.tests()).isEmpty();
  }

  @Test
  void read_noRecordButALastTest_hungOrDiedThere() throws IOException {
    Files.writeString(folder.resolve(RunRecorder.RUNNING), "A#hangs\n");

    assertThat(TckRun.read(folder).end()).isEqualTo("hung or died in A#hangs");
  }

  @Test
  void read_brokenReport_namesIt() throws IOException {
    report("A", "<testsuite");

    assertThatThrownBy(() -> TckRun.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot read ")
        .hasMessageContaining("TEST-A.xml");
  }

  private void report(String suite, String xml) throws IOException {
    Files.writeString(folder.resolve("TEST-" + suite + ".xml"), xml);
  }

  private void record(String excluded) throws IOException {
    Files.writeString(folder.resolve(RunRecorder.EXCLUDED), excluded);
  }
}
