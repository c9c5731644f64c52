package io.tiercel.tiers.gcs;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.NetworkFaultsContract;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What becomes of operations while the network fails. */
class GcsNetworkFaultsTest extends NetworkFaultsContract {
  private static GcsFixture books;

  @BeforeAll
  static void startServer() {
    books = new GcsFixture();
  }

  @AfterAll
  static void stopServer() {
    books.close();
  }

  @Override
  protected ByteTierFactory factory() {
    return new GcsTierFactory();
  }

  @Override
  protected int serverPort() {
    return books.port();
  }

  @Override
  protected Map<String, ?> options(int port) {
    return GcsFixture.options("http://127.0.0.1:" + port);
  }
}
