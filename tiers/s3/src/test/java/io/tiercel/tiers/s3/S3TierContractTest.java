package io.tiercel.tiers.s3;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import io.tiercel.tiers.testkit.server.S3Server;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The promises of a tier. */
class S3TierContractTest extends ByteTierContract {
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
  protected Map<String, ?> options() {
    return options(server.uri());
  }

  private static Map<String, ?> options(String endpoint) {
    return Map.of("bucket", "books", "endpoint", endpoint, "anonymous", true, "timeout", "30s");
  }

  @Override
  protected Map<String, ?> optionsOfAbsentBackend() {
    return options("http://localhost:1");
  }

  @Override
  protected int manyEntries() {
    return 1_200;
  }
}
