package io.tiercel.examples.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.examples.objectstore.Reports.Summary;
import io.tiercel.tiers.testkit.server.S3Server;
import org.junit.jupiter.api.Test;

class ReportsTest {

  @Test
  void run_twoProcesses_theSecondMakesNothing() throws Exception {
    try (S3Server s3 = S3Server.start().createBucket("acme-reports")) {
      Summary summary = Reports.run(s3.uri());

      assertThat(summary.made()).isEqualTo(20);
      assertThat(summary.requestsOfSecond()).as("one read each").isEqualTo(20);
      assertThat(summary.requestsOfFirst()).isGreaterThanOrEqualTo(40);
    }
  }
}
