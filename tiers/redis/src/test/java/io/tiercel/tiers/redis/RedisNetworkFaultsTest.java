package io.tiercel.tiers.redis;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.NetworkFaultsContract;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What becomes of operations while the network fails. */
class RedisNetworkFaultsTest extends NetworkFaultsContract {
  private static RedisServer server;

  @BeforeAll
  static void startServer() {
    server = RedisServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected ByteTierFactory factory() {
    return new RedisTierFactory();
  }

  @Override
  protected int serverPort() {
    return server.port();
  }

  @Override
  protected Map<String, ?> options(int port) {
    return Map.of("uri", "redis://localhost:" + port);
  }
}
