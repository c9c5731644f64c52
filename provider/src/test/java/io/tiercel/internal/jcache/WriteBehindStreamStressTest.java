package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.CacheHealth;
import io.tiercel.TieredConfiguration;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.integration.CacheWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A process changes keys while it takes over what another left of them: its own changes are newer,
 * and must be what the source has in the end.
 */
@Timeout(240)
class WriteBehindStreamStressTest {
  private static final int ROUNDS = 6;
  private static final int KEYS = 600;
  private static final long SEED = Long.getLong("tiercel.seed", System.nanoTime());

  private final Random random = new Random(SEED);
  private final Source source = new Source();

  @Test
  void takeOver_whileTheSameKeysAreChanged_theirNewestIsWritten() {
    try (RedisServer server = RedisServer.start();
        TiercelCacheManager manager = Managers.open(new Properties(), InstantSource.system());
        Cache<String, Integer> survivor =
            manager.createCache("books", configuration(server, source))) {
      for (int round = 0; round < ROUNDS; round++) {
        List<String> keys =
            new ArrayList<>(IntStream.range(0, KEYS).mapToObj(i -> "k" + i).toList());
        Map<String, Integer> expected = new HashMap<>();
        leave(server, keys, 2 * round, expected);
        Collections.shuffle(keys, random);
        for (String key : keys) {
          change(survivor, key, 2 * round + 1, expected);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> isSettled(server, survivor));

        assertThat(source.rows).as("round %d, -Dtiercel.seed=%d", round, SEED).isEqualTo(expected);
      }
    }
  }

  private static void change(
      Cache<String, Integer> cache, String key, int value, Map<String, Integer> expected) {
    cache.put(key, value);
    expected.put(key, value);
  }

  private static void leave(
      RedisServer server, List<String> keys, int value, Map<String, Integer> expected) {
    try (TiercelCacheManager manager = Managers.open(new Properties(), InstantSource.system());
        Cache<String, Integer> dying =
            manager.createCache("books", configuration(server, new Refusing<>()))) {
      keys.forEach(key -> change(dying, key, value, expected));
    }
  }

  private static TieredConfiguration<String, Integer> configuration(
      RedisServer server, CacheWriter<String, Integer> writer) {
    return TieredConfiguration.of(String.class, Integer.class)
        .tier("redis", Map.of("uri", server.uri(), "timeout", "20s", "connect-timeout", "20s"))
        .writeThrough(true)
        .writer(new SingletonFactory<>(writer))
        .writeBehind("stream")
        .writeBehindLease(Duration.ofSeconds(1))
        .writeBehindDelay(Duration.ZERO)
        .writeBehindDrain(Duration.ZERO);
  }

  private static CacheHealth.Writes health(Cache<?, ?> cache) {
    return cache.unwrap(CacheHealth.class).writes();
  }

  private static boolean isSettled(RedisServer server, Cache<?, ?> survivor) {
    String newest = server.say("KEYS", "*newest");
    return health(survivor).pending() == 0 && server.say("HLEN", newest).equals("1");
  }
}
