package io.tiercel.tiers.redis;

import io.tiercel.tiers.spi.TierFactory;
import io.tiercel.tiers.testkit.JournalContract;
import io.tiercel.tiers.testkit.SharedByTests;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The promises of journals, on one server. */
class RedisJournalContractTest extends JournalContract {
  @RegisterExtension
  private static final SharedByTests<RedisServer> SERVER = new SharedByTests<>(RedisServer::start);

  @Override
  protected TierFactory factory() {
    return new RedisTierFactory();
  }

  @Override
  protected Map<String, ?> options() {
    return Map.of("uri", SERVER.get().uri(), "timeout", "10s", "connect-timeout", "20s");
  }

  @Override
  protected Map<String, ?> optionsOfAbsentBackend() {
    return Map.of("uri", "redis://localhost:1");
  }

  @Override
  protected void loseEverything() {
    SERVER.get().kill();
    SERVER.get().restart();
  }
}
