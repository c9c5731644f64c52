package io.tiercel.tiers.redis;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import io.tiercel.tiers.testkit.SharedByTests;
import io.tiercel.tiers.testkit.server.RedisCluster;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The promises of a tier whose processes tell each other, on a cluster of three masters. */
class RedisClusterPublishContractTest extends ByteTierContract {
  @RegisterExtension
  private static final SharedByTests<RedisCluster> CLUSTER =
      new SharedByTests<>(() -> RedisCluster.start(3));

  private final AtomicInteger opened = new AtomicInteger();

  @Override
  protected ByteTierFactory factory() {
    return new RedisTierFactory();
  }

  /** Each tier has a link of its own, as another process would. */
  @Override
  protected Map<String, ?> options() {
    return Map.of(
        "uri",
        CLUSTER.get().uri(),
        "mode",
        "cluster",
        "announcements",
        "publish",
        "client-name",
        "process" + opened.incrementAndGet(),
        "timeout",
        "10s",
        "connect-timeout",
        "20s");
  }
}
