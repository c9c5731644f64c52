package io.tiercel.tiers.s3;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.NetworkFaultsContract;
import io.tiercel.tiers.testkit.server.S3Server;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What becomes of operations while the network fails. */
class S3NetworkFaultsTest extends NetworkFaultsContract {
  private static S3Server server;

  @BeforeAll
  static void startServer() {
    server = S3Server.start().createBucket("books");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected ByteTierFactory factory() {
    return new S3TierFactory();
  }

  @Override
  protected int serverPort() {
    return server.port();
  }

  @Override
  protected Map<String, ?> options(int port) {
    return Map.of("bucket", "books", "endpoint", "http://127.0.0.1:" + port, "anonymous", true);
  }
}
