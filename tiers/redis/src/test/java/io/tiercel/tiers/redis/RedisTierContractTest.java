package io.tiercel.tiers.redis;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import io.tiercel.tiers.testkit.SharedByTests;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The promises of a tier, on one server. */
class RedisTierContractTest extends ByteTierContract {
  @RegisterExtension
  private static final SharedByTests<RedisServer> SERVER = new SharedByTests<>(RedisServer::start);

  @Override
  protected ByteTierFactory factory() {
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
}
