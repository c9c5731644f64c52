package io.tiercel.examples.bucket4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.testkit.server.RedisServer;
import org.junit.jupiter.api.Test;

class SharedLimitTest {

  @Test
  void tryConsume_twoInstancesBeyondTheQuota_areGrantedTheQuotaExactly() throws Exception {
    try (RedisServer redis = RedisServer.start()) {
      System.setProperty("REDIS_URI", redis.uri());

      assertThat(SharedLimit.grantedToTwoInstances(400, 500)).isEqualTo(500);
    } finally {
      System.clearProperty("REDIS_URI");
    }
  }
}
