package io.tiercel.tiers.azure;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.NetworkFaultsContract;
import io.tiercel.tiers.testkit.server.AzureServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What becomes of operations while the network fails. */
class AzureNetworkFaultsTest extends NetworkFaultsContract {
  private static AzureServer server;

  @BeforeAll
  static void startServer() {
    server = AzureServer.start().createBucket("books");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected ByteTierFactory factory() {
    return new AzureTierFactory();
  }

  @Override
  protected int serverPort() {
    return server.port();
  }

  @Override
  protected Map<String, ?> options(int port) {
    return Map.of(
        "container",
        "books",
        "account",
        AzureServer.ACCOUNT,
        "account-key",
        server.accountKey(),
        "endpoint",
        "http://127.0.0.1:" + port + "/" + AzureServer.ACCOUNT);
  }
}
