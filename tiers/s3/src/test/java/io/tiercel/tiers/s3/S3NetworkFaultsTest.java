package io.tiercel.tiers.s3;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.NetworkFaultsContract;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What becomes of operations while the network fails. */
class S3NetworkFaultsTest extends NetworkFaultsContract {
  private static S3Fixture books;

  @BeforeAll
  static void startServer() {
    books = new S3Fixture();
  }

  @AfterAll
  static void stopServer() {
    books.close();
  }

  @Override
  protected ByteTierFactory factory() {
    return new S3TierFactory();
  }

  @Override
  protected int serverPort() {
    return books.port();
  }

  @Override
  protected Map<String, ?> options(int port) {
    return S3Fixture.options("http://127.0.0.1:" + port);
  }
}
