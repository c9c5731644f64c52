package io.tiercel.tiers.memcached;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.NetworkFaultsContract;
import io.tiercel.tiers.testkit.SharedByTests;
import io.tiercel.tiers.testkit.server.MemcachedServer;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of operations while the network fails. */
class MemcachedNetworkFaultsTest extends NetworkFaultsContract {
  @RegisterExtension
  private static final SharedByTests<MemcachedServer> SERVER =
      new SharedByTests<>(MemcachedServer::start);

  @Override
  protected ByteTierFactory factory() {
    return new MemcachedTierFactory();
  }

  @Override
  protected int serverPort() {
    return SERVER.get().port();
  }

  @Override
  protected Map<String, ?> options(int port) {
    return Map.of("uri", "memcached://localhost:" + port);
  }
}
