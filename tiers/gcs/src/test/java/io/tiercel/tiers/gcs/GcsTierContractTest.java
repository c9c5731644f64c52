package io.tiercel.tiers.gcs;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import io.tiercel.tiers.testkit.server.GcsServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The promises of a tier. */
class GcsTierContractTest extends ByteTierContract {
  private static GcsServer server;

  @BeforeAll
  static void startServer() {
    server = GcsServer.start().createBucket("books");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected ByteTierFactory factory() {
    return new GcsTierFactory();
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
