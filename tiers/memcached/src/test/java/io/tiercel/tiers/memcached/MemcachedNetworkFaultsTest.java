package io.tiercel.tiers.memcached;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.NetworkFaultsContract;
import io.tiercel.tiers.testkit.server.MemcachedServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What becomes of operations while the network fails. */
class MemcachedNetworkFaultsTest extends NetworkFaultsContract {
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
  protected int serverPort() {
    return server.port();
  }

  @Override
  protected Map<String, ?> options(int port) {
    return Map.of("uri", "memcached://localhost:" + port);
  }
}
