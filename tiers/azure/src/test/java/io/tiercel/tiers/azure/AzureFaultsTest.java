package io.tiercel.tiers.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.ObjectStoreFaultsContract;
import io.tiercel.tiers.testkit.server.AzureServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What befalls requests on their way. */
class AzureFaultsTest extends ObjectStoreFaultsContract<AzureServer> {
  AzureFaultsTest() {
    super(AzureServer.start());
  }

  @Override
  protected ByteTierFactory factory() {
    return new AzureTierFactory();
  }

  @Override
  protected Map<String, ?> options(AzureServer at, String bucket) {
    return Map.of("container", bucket, "connection-string", at.connectionString());
  }

  @Test
  void operations_wrongKey_areMisconfigured() {
    reopen(withKey("QUFBQQ=="));
    assertFails(() -> tier().get("a"), Kind.MISCONFIGURED, "wants other credentials");
    reopen(withKey(server().accountKey()));

    assertThat(write("a", "0", Condition.ifAbsent())).isTrue();
  }

  private Map<String, ?> withKey(String key) {
    return Map.of(
        "container",
        "books",
        "account",
        AzureServer.ACCOUNT,
        "account-key",
        key,
        "endpoint",
        server().uri());
  }

  /** Made in the threads the SDK shares, ten for each processor, they would wait for ever. */
  @Test
  void removeAll_moreThanTheSdkHasThreads_isDone() {
    int requests = 40 * Runtime.getRuntime().availableProcessors();
    Map<String, Object> options = new HashMap<>(options(server(), "books"));
    options.put("parallel-requests", Math.min(1_024, requests));
    options.put("timeout", "30s");
    reopen(options);
    List<String> names = new ArrayList<>();
    IntStream.range(0, 10 * requests).forEach(i -> names.add("n" + i));

    tier().removeAll(names);

    assertThat(tier().getAll(names)).isEmpty();
  }
}
