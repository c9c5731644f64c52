package io.tiercel.tiers.redis;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import io.tiercel.tiers.testkit.SharedByTests;
import io.tiercel.tiers.testkit.server.RedisCluster;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The promises of a tier, on a cluster of three masters. */
class RedisClusterContractTest extends ByteTierContract {
  @RegisterExtension
  private static final SharedByTests<RedisCluster> CLUSTER =
      new SharedByTests<>(() -> RedisCluster.start(3));

  @Override
  protected ByteTierFactory factory() {
    return new RedisTierFactory();
  }

  @Override
  protected Map<String, ?> options() {
    return Map.of(
        "uri", CLUSTER.get().uri(), "mode", "cluster", "timeout", "10s", "connect-timeout", "20s");
  }

  @Override
  protected Map<String, ?> optionsOfAbsentBackend() {
    return Map.of("uri", "redis://localhost:1,localhost:2", "mode", "cluster");
  }
}
