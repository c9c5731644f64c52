package io.tiercel.tiers.memcached;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import io.tiercel.tiers.testkit.server.MemcachedServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The promises of a tier, on one node. */
class MemcachedTierContractTest extends ByteTierContract {
  private static MemcachedServer server;

  @BeforeAll
  static void startServer() {
    server = MemcachedServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected ByteTierFactory factory() {
    return new MemcachedTierFactory();
  }

  @Override
  protected Map<String, ?> options() {
    return Map.of("uri", server.uri(), "timeout", "10s", "connect-timeout", "20s");
  }

  @Override
  protected Map<String, ?> optionsOfAbsentBackend() {
    return Map.of("uri", "memcached://localhost:1");
  }
}
