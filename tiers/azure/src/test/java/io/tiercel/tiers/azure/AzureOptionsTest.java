package io.tiercel.tiers.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.objectstore.ObjectStore;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.OptionsContract;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AzureOptionsTest extends OptionsContract {
  AzureOptionsTest() {
    super(new AzureTierFactory(), "azure");
  }

  private AzureOptions options(Map<String, ?> given) {
    return AzureOptions.of(values(given));
  }

  @Test
  void of_account_saysWhereItIs() {
    AzureEndpoint endpoint = options(Map.of("container", "caches", "account", "acme")).endpoint();

    assertThat(endpoint)
        .hasToString("azure container caches of acme at acme.blob.core.windows.net");
  }

  @ParameterizedTest
  @ValueSource(strings = {"account-key", "sas-token"})
  void toString_secrets_areNotShown(String option) {
    AzureOptions options =
        options(Map.of("container", "caches", "account", "acme", option, "c3dvcmRmaXNo"));

    assertThat(options + " " + options.endpoint().login()).doesNotContain("c3dvcmRmaXNo");
  }

  @Test
  void connect_notAConnectionString_isMisconfiguredAndNotShown() {
    AzureOptions options =
        options(Map.of("container", "caches", "connection-string", "AccountKey=c3dvcmRmaXNo"));

    assertThatThrownBy(() -> options.endpoint().connect(options.shared()))
        .isInstanceOfSatisfying(
            TierException.class, e -> assertThat(e.kind()).isEqualTo(Kind.MISCONFIGURED))
        .hasMessage("azure container caches cannot be asked: option connection-string is not one")
        .hasNoCause();
    assertThat(options + " " + options.endpoint().login()).doesNotContain("c3dvcmRmaXNo");
  }

  /** As Azure's own tools take it: Azurite at its usual port. */
  @Test
  void connect_developmentStorage_isAConnectionString() {
    AzureOptions options =
        options(Map.of("container", "caches", "connection-string", "UseDevelopmentStorage=true"));

    try (ObjectStore store = options.endpoint().connect(options.shared())) {
      assertThat(store).isNotNull();
    }
  }

  @Test
  void of_severalContradictions_areToldTogether() {
    assertThatThrownBy(
            () ->
                options(
                    Map.of(
                        "container", "C",
                        "sas-token", "a",
                        "account-key", "no Base64",
                        "prefix", "/x",
                        "parallel-requests", 5_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "container must be the name of a container, 3 to 63 of a-z 0-9 - but is \"C\"; account"
                + " or connection-string is required; only one of connection-string, account-key,"
                + " sas-token and credential can be given; account-key must be Base64, as the portal"
                + " shows it; prefix must be at most 120 letters,"
                + " digits and - _ . with single slashes between, but is \"/x\"; parallel-requests"
                + " must be <= 1024 but is 5000");
  }
}
