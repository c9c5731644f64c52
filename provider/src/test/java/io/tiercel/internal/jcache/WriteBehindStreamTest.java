package io.tiercel.internal.jcache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tiercel.CacheHealth;
import io.tiercel.TieredConfiguration;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.integration.CacheWriterException;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes that wait for the cache writer in Redis. Closing without patience is like dying. */
@Timeout(240)
class WriteBehindStreamTest {
  private static final String KEYS =
      "a:"
          + Base64.getEncoder()
              .encodeToString("0123456789abcdef0123456789abcdef".getBytes(US_ASCII));

  private final List<TiercelCacheManager> processes = new ArrayList<>();
  private final Source source = new Source();
  private RedisServer server;

  @BeforeEach
  void start() {
    server = RedisServer.start();
  }

  @AfterEach
  void stop() {
    source.refuses = key -> false;
    processes.forEach(TiercelCacheManager::close);
    server.close();
  }

  /** Of a process of its own. */
  private Cache<String, Integer> open(Source source) {
    return open(streamed(source));
  }

  private Cache<String, Integer> open(TieredConfiguration<String, Integer> configuration) {
    TiercelCacheManager manager = Managers.open(new Properties(), InstantSource.system());
    processes.add(manager);
    return manager.createCache("books", configuration);
  }

  private TieredConfiguration<String, Integer> streamed(Source source) {
    return TieredConfiguration.of(String.class, Integer.class)
        .tier("heap")
        .tier("redis", Map.of("uri", server.uri(), "timeout", "10s", "connect-timeout", "20s"))
        .writeThrough(true)
        .writer(new SingletonFactory<>(source))
        .writeBehind("stream")
        .writeBehindLease(Duration.ofSeconds(5))
        .writeBehindDelay(Duration.ZERO)
        .writeBehindPause(Duration.ofMillis(1))
        .writeBehindDrain(Duration.ZERO);
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60));
  }

  private static CacheHealth.Writes health(Cache<?, ?> cache) {
    return cache.unwrap(CacheHealth.class).writes();
  }

  @Test
  void close_changesWait_anotherProcessWritesTheNewestOfEachKey() {
    source.rows.put("l", 1);
    Cache<String, Integer> survivor = open(source);
    Cache<String, Integer> dying = open(Source.refusing());
    dying.put("k", 1);
    dying.put("k", 2);
    dying.put("l", 1);
    dying.remove("l");

    dying.close();

    soon().untilAsserted(() -> assertThat(source.rows).isEqualTo(Map.of("k", 2)));
    assertThat(source.told).containsExactlyInAnyOrder("k=2", "l deleted");
    soon().until(() -> health(survivor).takenOver() == 2 && health(survivor).pending() == 0);
    soon().untilAsserted(this::assertNothingIsKept);
  }

  @Test
  void open_nobodyWasThere_theNextProcessWritesThem() {
    try (Cache<String, Integer> dying = open(Source.refusing())) {
      dying.put("k", 1);
    }
    open(source);

    soon().untilAsserted(() -> assertThat(source.rows).isEqualTo(Map.of("k", 1)));
  }

  @Test
  void close_allWritten_leavesNothingInRedis() {
    Cache<String, Integer> cache = open(source);
    for (int i = 0; i < 50; i++) {
      cache.put("k" + i % 7, i);
    }
    soon().until(() -> health(cache).pending() == 0);
    cache.close();

    assertNothingIsKept();
    assertThat(source.rows).hasSize(7).containsEntry("k6", 48).containsEntry("k0", 49);
  }

  /** The journals of those who are alive and have nothing to tell are empty. */
  private void assertNothingIsKept() {
    for (String key : server.say("KEYS", "*changes*").lines().toList()) {
      if (key.endsWith("owners")) {
        assertThat(server.say("HGET", key, "born")).hasSize(32);
      } else {
        assertThat(server.say(key.endsWith("newest") ? "HKEYS" : "XLEN", key)).isIn("", "0");
      }
    }
  }

  @Test
  void get_takenOver_seesWhatWaits() {
    source.rows.put("k", 1);
    source.hold();
    try (Cache<String, Integer> dying = open(Source.refusing())) {
      dying.put("k", 2);
    }
    Cache<String, Integer> survivor =
        open(streamed(source).readThrough(true).loader(new SingletonFactory<>(source)));
    soon().until(() -> health(survivor).takenOver() == 1);
    server.say("DEL", "tiercel:books::k");

    assertThat(survivor.get("k")).isEqualTo(2);
    source.release();
  }

  @Test
  void takeOver_aNewerChangeOfTheKeyWaitsOrWasWritten_theNewerStays() {
    Source late = Source.refusing();
    Cache<String, Integer> survivor = open(source);
    source.hold();
    Cache<String, Integer> dying = open(late);
    for (String key : List.of("waits", "written", "other")) {
      dying.put(key, 1);
    }
    survivor.put("written", 2);
    soon().until(() -> source.told.contains("written=2"));
    source.release();
    soon().until(() -> health(survivor).pending() == 0);
    source.hold();
    survivor.put("waits", 2);
    dying.close();

    soon().until(() -> health(survivor).takenOver() == 1);
    source.release();
    soon().until(() -> health(survivor).pending() == 0);
    assertThat(source.rows).isEqualTo(Map.of("waits", 2, "written", 2, "other", 1));
    assertThat(source.told).doesNotContain("waits=1", "written=1");
  }

  @Test
  void takeOver_anOlderChangeOfTheKeyWaits_theNewerIsWrittenLast() {
    source.refuses = key -> true;
    Cache<String, Integer> survivor = open(source);
    survivor.put("k", 1);
    Cache<String, Integer> dying = open(Source.refusing());
    dying.put("k", 2);
    dying.close();
    soon().until(() -> health(survivor).takenOver() == 1);

    source.refuses = key -> false;

    soon().until(() -> health(survivor).pending() == 0);
    assertThat(source.rows).isEqualTo(Map.of("k", 2));
    soon().untilAsserted(this::assertNothingIsKept);
  }

  @Test
  void writer_anotherProcessHasChangedTheKeySince_isNotToldOfTheOlder() {
    Source late = Source.refusing();
    Cache<String, Integer> slow = open(late);
    slow.put("k", 1);
    slow.put("mine", 1);
    Cache<String, Integer> fast = open(source);
    fast.put("k", 2);
    soon().until(() -> health(fast).pending() == 0);

    late.refuses = key -> false;

    soon().until(() -> health(slow).pending() == 0);
    assertThat(late.rows).isEqualTo(Map.of("mine", 1));
    assertThat(source.rows).isEqualTo(Map.of("k", 2));
    assertThat(health(slow).coalesced()).isEqualTo(1);
    soon().untilAsserted(this::assertNothingIsKept);
  }

  @Test
  void put_redisIsAway_saysSoAndIsKeptThereOnceItIsBack() {
    Cache<String, Integer> cache = open(Source.refusing());
    cache.put("before", 1);
    server.kill();

    assertThatThrownBy(() -> cache.put("during", 2))
        .isInstanceOf(CacheWriterException.class)
        .hasMessage(
            "cache \"books\": a change was made, but the log did not take it; it waits for the"
                + " cache writer in memory alone")
        .hasCauseInstanceOf(IOException.class)
        .hasStackTraceContaining("localhost:" + server.port());
    server.restart();
    soon().untilAsserted(() -> assertThat(kept()).isEqualTo(2));
    cache.close();
    open(source);

    soon().untilAsserted(() -> assertThat(source.rows).isEqualTo(Map.of("before", 1, "during", 2)));
  }

  /** How many changes lie in journals. */
  private long kept() {
    long kept = 0;
    for (String key : server.say("KEYS", "*changes*").lines().toList()) {
      kept += key.endsWith("newest") ? Long.parseLong(server.say("HLEN", key)) - 1 : 0;
    }
    return kept;
  }

  @Test
  void close_redisIsAway_whatIsInMemoryAloneIsGivenUp() {
    List<String> given = new ArrayList<>();
    Cache<String, Integer> cache =
        open(
            streamed(Source.refusing())
                .deadLetters(letter -> given.add(String.valueOf(letter.key()))));
    cache.put("kept", 1);
    server.kill();
    assertThatThrownBy(() -> cache.put("alone", 2)).isInstanceOf(CacheWriterException.class);

    assertThatThrownBy(cache::close)
        .isInstanceOf(CacheException.class)
        .hasStackTraceContaining("1 changes were not written within 0 ms of its closing");
    assertThat(given).containsExactly("alone");
  }

  @Test
  void writer_redisIsAway_isToldAllTheSame() {
    Cache<String, Integer> cache = open(source);
    source.refuses = key -> true;
    cache.put("k", 1);
    server.kill();
    source.refuses = key -> false;

    soon().untilAsserted(() -> assertThat(source.rows).isEqualTo(Map.of("k", 1)));
    server.restart();
    assertThat(health(cache).deadLetters()).isZero();
  }

  @Test
  void takeOver_cannotBeRead_isLeftToWhoCan() {
    TieredConfiguration<String, Integer> encrypted =
        streamed(Source.refusing()).encryptionKeys(KEYS);
    try (Cache<String, Integer> dying = open(encrypted)) {
      dying.put("secret", 1);
    }
    Cache<String, Integer> survivor = open(source);
    soon().until(() -> health(survivor).unreadable() == 1);
    try (Cache<String, Integer> dying = open(Source.refusing())) {
      dying.put("open", 2);
    }
    soon().untilAsserted(() -> assertThat(source.rows).isEqualTo(Map.of("open", 2)));
    soon().untilAsserted(() -> assertThat(kept()).isEqualTo(1));

    open(streamed(source).encryptionKeys(KEYS));

    soon().untilAsserted(() -> assertThat(source.rows).isEqualTo(Map.of("open", 2, "secret", 1)));
    assertThat(health(survivor).unreadable()).isEqualTo(1);
  }

  @Test
  void open_noTierThatKeepsChanges_isRefused() {
    try (Caches caches = new Caches(Caches.Stack.HEAP)) {
      assertThatThrownBy(
              () ->
                  caches
                      .manager()
                      .createCache(
                          "books",
                          new TieredConfiguration<String, Integer>()
                              .writeThrough(true)
                              .writer(new SingletonFactory<>(source))
                              .writeBehind("stream")))
          .isInstanceOf(CacheException.class)
          .hasMessageContaining(
              "write-behind = stream needs the lowest shared tier to be one that keeps changes,"
                  + " such as one of type redis, but tiers is heap; add it, or set write-behind to"
                  + " log or memory");
    }
  }
}
