package io.tiercel.examples.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.testkit.server.RedisServer;
import org.junit.jupiter.api.Test;

class WarmRestartTest {

  @Test
  void restart_regionsInRedis_needsNoStatement() {
    try (RedisServer redis = RedisServer.start()) {
      System.setProperty("REDIS_URI", redis.uri());

      assertThat(WarmRestart.statementsBeforeAndAfter())
          .satisfiesExactly(
              before -> assertThat(before).isPositive(), after -> assertThat(after).isZero());
    } finally {
      System.clearProperty("REDIS_URI");
    }
  }
}
