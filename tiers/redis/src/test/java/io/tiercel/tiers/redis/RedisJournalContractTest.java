package io.tiercel.tiers.redis;

import io.tiercel.tiers.spi.TierFactory;
import io.tiercel.tiers.testkit.JournalContract;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The promises of journals, on one server. */
class RedisJournalContractTest extends JournalContract {
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
  protected TierFactory factory() {
    return new RedisTierFactory();
  }

  @Override
  protected Map<String, ?> options() {
    return Map.of("uri", server.uri(), "timeout", "10s", "connect-timeout", "20s");
  }

  @Override
  protected Map<String, ?> optionsOfAbsentBackend() {
    return Map.of("uri", "redis://localhost:1");
  }

  @Override
  protected void loseEverything() {
    server.kill();
    server.restart();
  }
}
