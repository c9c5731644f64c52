package io.tiercel.tiers.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.testkit.OptionsContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GcsOptionsTest extends OptionsContract {
  GcsOptionsTest() {
    super(new GcsTierFactory(), "gcs");
  }

  private GcsOptions options(Map<String, ?> given) {
    return GcsOptions.of(values(given));
  }

  @Test
  void of_equalSettings_areEqualEndpoints() {
    GcsEndpoint one = options(Map.of("bucket", "acme-caches", "anonymous", true)).endpoint();
    GcsEndpoint other =
        options(Map.of("bucket", "acme-caches", "anonymous", true, "prefix", "a/b")).endpoint();

    assertThat(one).isEqualTo(other).hasToString("gs://acme-caches");
    assertThat(options(Map.of("bucket", "acme-caches")).endpoint()).isNotEqualTo(one);
  }

  @Test
  void of_severalContradictions_areToldTogether() {
    assertThatThrownBy(
            () ->
                options(
                    Map.of(
                        "bucket", "B",
                        "anonymous", true,
                        "credentials-file", "x.json",
                        "prefix", "/x",
                        "parallel-requests", 5_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "bucket must be the name of a bucket, 3 to 222 of a-z 0-9 - _ . but is \"B\"; only one"
                + " of credentials-file, credentials and anonymous can be given; prefix must be at"
                + " most 120 letters, digits and - _ . with single slashes between, but is \"/x\";"
                + " parallel-requests must be <= 1024 but is 5000");
  }
}
