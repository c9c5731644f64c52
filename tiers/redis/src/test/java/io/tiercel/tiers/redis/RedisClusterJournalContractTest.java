package io.tiercel.tiers.redis;

import io.tiercel.tiers.spi.TierFactory;
import io.tiercel.tiers.testkit.JournalContract;
import io.tiercel.tiers.testkit.server.RedisCluster;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The promises of journals, on a cluster of three masters. */
class RedisClusterJournalContractTest extends JournalContract {
  private static RedisCluster cluster;

  @BeforeAll
  static void startCluster() {
    cluster = RedisCluster.start(3);
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Override
  protected TierFactory factory() {
    return new RedisTierFactory();
  }

  @Override
  protected Map<String, ?> options() {
    return Map.of(
        "uri", cluster.uri(), "mode", "cluster", "timeout", "10s", "connect-timeout", "20s");
  }

  @Override
  protected Map<String, ?> optionsOfAbsentBackend() {
    return Map.of("uri", "redis://localhost:1,localhost:2", "mode", "cluster");
  }

  @Override
  protected void loseEverything() {
    cluster.masters().forEach(master -> master.ask("FLUSHALL"));
  }
}
