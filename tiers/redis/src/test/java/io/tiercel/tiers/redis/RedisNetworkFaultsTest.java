package io.tiercel.tiers.redis;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.NetworkFaultsContract;
import io.tiercel.tiers.testkit.SharedByTests;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of operations while the network fails. */
class RedisNetworkFaultsTest extends NetworkFaultsContract {
  @RegisterExtension
  private static final SharedByTests<RedisServer> SERVER = new SharedByTests<>(RedisServer::start);

  @Override
  protected ByteTierFactory factory() {
    return new RedisTierFactory();
  }

  @Override
  protected int serverPort() {
    return SERVER.get().port();
  }

  @Override
  protected Map<String, ?> options(int port) {
    return Map.of("uri", "redis://localhost:" + port);
  }
}
