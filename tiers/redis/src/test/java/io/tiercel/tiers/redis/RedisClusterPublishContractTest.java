package io.tiercel.tiers.redis;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import io.tiercel.tiers.testkit.server.RedisCluster;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The promises of a tier whose processes tell each other, on a cluster of three masters. */
class RedisClusterPublishContractTest extends ByteTierContract {
  private static RedisCluster cluster;
  private final AtomicInteger opened = new AtomicInteger();

  @BeforeAll
  static void startCluster() {
    cluster = RedisCluster.start(3);
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Override
  protected ByteTierFactory factory() {
    return new RedisTierFactory();
  }

  /** Each tier has a link of its own, as another process would. */
  @Override
  protected Map<String, ?> options() {
    return Map.of(
        "uri",
        cluster.uri(),
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
