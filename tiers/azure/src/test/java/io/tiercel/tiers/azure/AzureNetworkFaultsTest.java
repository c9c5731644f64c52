package io.tiercel.tiers.azure;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.NetworkFaultsContract;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What becomes of operations while the network fails. */
class AzureNetworkFaultsTest extends NetworkFaultsContract {
  private static AzureFixture books;

  @BeforeAll
  static void startServer() {
    books = new AzureFixture();
  }

  @AfterAll
  static void stopServer() {
    books.close();
  }

  @Override
  protected ByteTierFactory factory() {
    return new AzureTierFactory();
  }

  @Override
  protected int serverPort() {
    return books.port();
  }

  @Override
  protected Map<String, ?> options(int port) {
    return books.options(port);
  }
}
