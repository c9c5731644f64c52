package io.tiercel.tiers.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.testkit.OptionsContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

class S3OptionsTest extends OptionsContract {
  S3OptionsTest() {
    super(new S3TierFactory(), "s3");
  }

  private S3Options options(Map<String, ?> given) {
    return S3Options.of(values(given));
  }

  @Test
  void of_endpointOfAnotherStore_namesTheBucketInThePath() {
    S3Endpoint endpoint =
        options(Map.of("bucket", "caches", "endpoint", "https://minio.acme.com:9000")).endpoint();

    assertThat(endpoint.pathStyle()).isTrue();
    assertThat(endpoint.region()).isEqualTo("us-east-1");
    assertThat(endpoint).hasToString("s3://caches at minio.acme.com:9000");
    assertThat(options(Map.of("bucket", "caches")).endpoint().pathStyle()).isFalse();
  }

  @Test
  void toString_secrets_areNotShown() {
    S3Options options =
        options(
            Map.of(
                "bucket", "caches",
                "access-key", "swordfish",
                "secret-key", "hunter2",
                "session-token", "letmein"));

    assertThat(options + " " + options.endpoint().keys())
        .contains("s3://caches")
        .doesNotContain("swordfish", "hunter2", "letmein");
  }

  @Test
  void of_severalContradictions_areToldTogether() {
    assertThatThrownBy(
            () ->
                options(
                    Map.of(
                        "bucket", "-",
                        "secret-key", "hunter2",
                        "session-token", "letmein",
                        "prefix", "/x",
                        "parallel-requests", 5_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "bucket must be the name of a bucket, 3 to 255 of letters, digits and - _ . but is"
                + " \"-\"; access-key and secret-key need each other; session-token needs"
                + " access-key; prefix must be at most 120 letters, digits and - _ . with single"
                + " slashes between, but is \"/x\"; parallel-requests must be <= 1024 but is 5000");
  }
}
