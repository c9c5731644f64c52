package io.tiercel.tiers.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.Journal;
import io.tiercel.tiers.spi.Journal.Added;
import io.tiercel.tiers.spi.Journal.Mark;
import io.tiercel.tiers.spi.Journal.Standing;
import io.tiercel.tiers.spi.Journals;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.testkit.LeaseLedger;
import io.tiercel.tiers.testkit.TierContexts;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How journals lie in Redis, and what they need there. */
class RedisJournalTest {
  /** As docs/tiers.md recommends. */
  private static final String LEAST_RIGHTS =
      "on >swordfish ~shop:* resetchannels -@all +eval +evalsha +ping +hello +client|setname +del"
          + " +time +hget +hset +hdel +hgetall +xadd +xdel +xrange +xlen";

  private static RedisServer server;

  private final RedisTierFactory factory = new RedisTierFactory();
  private Journals journals;

  @BeforeAll
  static void start() {
    server = RedisServer.setup().users(Map.of("shop", LEAST_RIGHTS)).start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    server.say("FLUSHALL");
    journals = open("shop:books^changes", Map.of());
  }

  private Journals open(String namespace, Map<String, Object> more) {
    Map<String, Object> options =
        new HashMap<>(
            Map.of(
                "uri", server.uri(),
                "username", "shop",
                "password", "swordfish",
                "timeout", "10s",
                "connect-timeout", "60s",
                "announcements", "none"));
    options.putAll(more);
    return factory.openJournals(
        TierContexts.of(factory, namespace, options, InstantSource.system(), new LeaseLedger()),
        Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    journals.close();
  }

  @Test
  void everything_userWithTheLeastRights_isAllowedAndLiesWhereThePageSays() {
    Journal journal = journals.begin();
    Added added = journal.add("moby-dick", 7, "bytes".getBytes(US_ASCII));
    String prefix =
        server.say("KEYS", "*owners").transform(key -> key.substring(0, key.length() - 6));

    assertThat(prefix).matches("shop:books\\^changes::\\{[0-9a-f-]{36}}");
    assertThat(server.say("XRANGE", prefix + journal.id(), "-", "+"))
        .isEqualTo(added.id() + "\nmoby-dick\nbytes");
    assertThat(server.say("HGET", prefix + "newest", "moby-dick"))
        .isEqualTo(added.id() + " " + journal.id() + " 7");
    assertThat(server.say("HGET", prefix + "owners", journal.id())).matches("[0-9a-f]{32} \\d{13}");
    assertThat(server.say("HGET", prefix + "newest", ""))
        .isEqualTo(server.say("HGET", prefix + "owners", "born"))
        .hasSize(32);

    journal.release();
    assertThat(server.say("HGET", prefix + "owners", journal.id())).isEqualTo("- 0");
    Journal taken = journals.takeOver(List.of()).get(0);
    assertThat(taken.read(null).changes()).hasSize(1);
    taken.remove(List.of(new Mark("moby-dick", 0, added.id())));
    taken.release();
    assertThat(server.say("EXISTS", prefix + journal.id())).isEqualTo("0");
  }

  @Test
  void renew_oneOfTheHashesWasEvicted_saysThatChangesAreLost() {
    for (String evicted : List.of("owners", "newest")) {
      Journal journal = journals.begin();
      journal.add("a", 1, new byte[1]);
      server.say("DEL", server.say("KEYS", "*" + evicted));

      assertThat(journal.renew(List.of()).standing()).as(evicted).isEqualTo(Standing.LOST);
    }
  }

  @Test
  void add_tooLong_isRefused() {
    try (Journals small =
        open("shop:small", Map.of("max-value-bytes", "1KB", "max-name-bytes", "64B"))) {
      Journal journal = small.begin();

      assertThat(journal.add("a", 1, new byte[1024 + 2 * 64]).standing()).isEqualTo(Standing.HELD);
      assertThatThrownBy(() -> journal.add("a", 2, new byte[1024 + 2 * 64 + 1]))
          .isInstanceOf(TierException.class)
          .hasMessage("a change must be <= 1152 bytes but has 1153 (option max-value-bytes)");
    }
  }

  /** In a cluster the keys of a cache share a server, whatever its name. */
  @Test
  void keys_ofOddNamespaces_haveTheTagOfTheirCache() {
    for (String namespace : List.of("a{}b", "{x}", "a{b", "}{")) {
      try (Journals odd = open("shop:" + namespace, Map.of())) {
        odd.begin().add("a", 1, new byte[1]);
      }
    }

    assertThat(server.say("KEYS", "*owners").lines())
        .hasSize(4)
        .allMatch(key -> key.matches("[^{]*\\{[0-9a-f-]{36}}owners"));
  }
}
