package io.tiercel.tiers.redis;

import static io.tiercel.tiers.testkit.OpenTiers.PATIENT;
import static io.tiercel.tiers.testkit.OpenTiers.find;
import static io.tiercel.tiers.testkit.OpenTiers.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.testkit.OpenTiers;
import io.tiercel.tiers.testkit.server.RedisSentinels;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisSentinelTest {

  @Test
  void operations_masterIsLost_goOnAtTheNewOne() {
    try (RedisSentinels redis = RedisSentinels.start();
        OpenTiers tiers = new OpenTiers(new RedisTierFactory(), PATIENT)) {
      assertUnknownMasterIsTold(redis, tiers);
      ByteTier books = tiers.open("books", Map.of("uri", redis.uri()));
      put(books, "a", "Emma");
      assertThat(redis.firstMaster().say("EXISTS", "books::a")).isEqualTo("1");
      await().until(() -> redis.firstReplica().say("EXISTS", "books::a").equals("1"));

      redis.firstMaster().kill();

      await()
          .ignoreExceptions()
          .pollInterval(Duration.ofMillis(50))
          .atMost(Duration.ofMinutes(2))
          .until(
              () -> {
                put(books, "b", "Ulysses");
                return true;
              });
      assertThat(find(books, "a")).isEqualTo("Emma");
      assertThat(redis.firstReplica().say("EXISTS", "books::b")).isEqualTo("1");
    }
  }

  private static void assertUnknownMasterIsTold(RedisSentinels redis, OpenTiers tiers) {
    String uri = redis.uri().replace("#" + RedisSentinels.MASTER, "#nobody");
    ByteTier books = tiers.open("books", Map.of("uri", uri));

    assertThatThrownBy(() -> books.get("a"))
        .isInstanceOfSatisfying(
            TierException.class,
            e -> assertThat(e.kind()).isEqualTo(TierException.Kind.MISCONFIGURED))
        .hasMessageMatching(
            "nobody of sentinels localhost:.* is a master that its sentinels do not know");
  }
}
