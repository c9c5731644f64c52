package io.tiercel.tiers.memcached;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import io.tiercel.tiers.testkit.SharedByTests;
import io.tiercel.tiers.testkit.server.MemcachedServer;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The promises of a tier, on one node. */
class MemcachedTierContractTest extends ByteTierContract {
  @RegisterExtension
  private static final SharedByTests<MemcachedServer> SERVER =
      new SharedByTests<>(MemcachedServer::start);

  @Override
  protected ByteTierFactory factory() {
    return new MemcachedTierFactory();
  }

  @Override
  protected Map<String, ?> options() {
    return Map.of("uri", SERVER.get().uri(), "timeout", "10s", "connect-timeout", "20s");
  }

  @Override
  protected Map<String, ?> optionsOfAbsentBackend() {
    return Map.of("uri", "memcached://localhost:1");
  }
}
