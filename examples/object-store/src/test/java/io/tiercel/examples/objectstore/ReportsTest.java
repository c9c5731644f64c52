package io.tiercel.examples.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.examples.objectstore.Reports.Summary;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportsTest {

  @Test
  void runOnAll_twoProcesses_theSecondMakesNothing() throws Exception {
    List<Summary> summaries = Reports.runOnAll();

    assertThat(summaries).extracting(Summary::tier).containsExactly("gcs", "s3", "azure");
    assertThat(summaries)
        .allSatisfy(
            summary -> {
              assertThat(summary.made()).isEqualTo(20);
              assertThat(summary.requestsOfSecond()).as("one read each").isEqualTo(20);
              assertThat(summary.requestsOfFirst()).isGreaterThanOrEqualTo(40);
            });
  }
}
