package io.tiercel.benchmarks.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.testkit.server.RedisServer;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The clients must do what their rows claim, or the figures compare different things. */
class ClientTest {
  private static RedisServer redis;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @ParameterizedTest
  @EnumSource
  void operations_everyClient_meanTheSame(Client client) {
    redis.ask("FLUSHALL");
    try (Store store = client.open(redis.uri())) {
      assertThat(store.get("a")).isNull();
      assertThat(store.putIfAbsent("a", value(1))).isTrue();
      assertThat(store.putIfAbsent("a", value(2))).isFalse();
      assertThat(store.exchange("a", value(3))).isEqualTo(value(1));
      assertThat(store.get("a")).isEqualTo(value(3));
      store.put("b", value(4));
      store.putAll(Map.of("c", value(5), "d", value(6)));
      assertThat(store.getAll(Set.of("a", "b", "c", "d", "e"))).isEqualTo(4);
      assertThat(store.remove("c")).isTrue();
      assertThat(store.remove("c")).isFalse();
      assertThat(store.get("c")).isNull();
    }
  }

  @Test
  void put_rawAndTiercel_storeAsManyBytesUnderTheSameKey() {
    redis.ask("FLUSHALL");
    try (Store tiercel = Client.TIERCEL.open(redis.uri());
        Store raw = Client.RAW_LETTUCE.open(redis.uri())) {
      tiercel.put("isbn-1", new byte[100]);
      Object stored = redis.ask("STRLEN", "tiercel:books::isbn-1");

      raw.put("isbn-1", new byte[100 + Client.RAW_LETTUCE.overheadBytes()]);

      assertThat(redis.ask("STRLEN", "tiercel:books::isbn-1")).isEqualTo(stored);
      assertThat(redis.ask("DBSIZE")).isEqualTo(1L);
    }
  }

  private static byte[] value(int first) {
    return new byte[] {(byte) first, 0, 0, 0, 0, 0, 0, 0, 0};
  }
}
