package io.tiercel.tiers.redis;

import static io.tiercel.tiers.testkit.OpenTiers.PATIENT;
import static io.tiercel.tiers.testkit.OpenTiers.find;
import static io.tiercel.tiers.testkit.OpenTiers.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.testkit.OpenTiers;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Run with Netty's native transport on the class path. */
class RedisSocketTest {

  @Test
  void write_overAUnixSocket_isStored() {
    try (RedisServer server = RedisServer.setup().socket().start();
        OpenTiers tiers = new OpenTiers(new RedisTierFactory(), PATIENT)) {
      ByteTier books = tiers.open("books", Map.of("uri", "redis-socket://" + server.socket()));

      put(books, "a", "Emma");

      assertThat(find(books, "a")).isEqualTo("Emma");
      assertThat(server.say("EXISTS", "books::a")).isEqualTo("1");
      assertThat(server.say("CLIENT", "LIST")).contains("addr=" + server.socket() + ":0");
    }
  }
}
