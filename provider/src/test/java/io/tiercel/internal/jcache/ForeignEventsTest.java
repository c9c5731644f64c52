package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tiercel.tiers.testkit.server.RedisServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What listeners hear of other processes on a real Redis. */
@Timeout(120)
class ForeignEventsTest {
  private final List<TiercelCacheManager> managers = new ArrayList<>();
  private RedisServer server;

  @BeforeEach
  void start() {
    server = RedisServer.start();
  }

  @AfterEach
  void stop() {
    managers.forEach(TiercelCacheManager::close);
    server.close();
  }

  /** Redis tells a connection of what its own scripts do: a change must not come back as news. */
  @ParameterizedTest
  @ValueSource(strings = {"redis", "heap, redis"})
  void operations_ofEitherProcess_areToldToBothOnce(String tiers) {
    Jvm here = new Jvm(tiers, "auto");
    Jvm there = new Jvm(tiers, "auto");
    awaitHearing(here, there);

    here.cache.put("a", 1);
    there.awaitTold("CREATED a=1");
    there.cache.replace("a", 2);
    here.awaitTold("UPDATED a=2");
    here.cache.getAndPut("a", 3);
    there.awaitTold("UPDATED a=3");
    there.cache.remove("a", 3);
    here.awaitTold("REMOVED a=null");
    here.cache.invoke("a", (entry, arguments) -> setTo(4, entry));
    there.awaitTold("CREATED a=4");
    there.cache.remove("a");
    here.awaitTold("REMOVED a=null", "REMOVED a=null");
    awaitHearing(here, there);

    assertThat(here.told("a"))
        .containsExactly(
            "CREATED a=1",
            "UPDATED a=2",
            "UPDATED a=3<2",
            "REMOVED a=null",
            "CREATED a=4",
            "REMOVED a=null");
    assertThat(there.told("a"))
        .containsExactly(
            "CREATED a=1",
            "UPDATED a=2<1",
            "UPDATED a=3",
            "REMOVED a=3<3",
            "CREATED a=4",
            "REMOVED a=4<4");
  }

  private static Object setTo(
      int value, javax.cache.processor.MutableEntry<String, Integer> entry) {
    entry.setValue(value);
    return value;
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "publish"})
  void remove_ofWhatThisProcessHasOnlyRead_isTold(String announcements) {
    Jvm before = new Jvm("redis", announcements);
    before.cache.put("a", 1);
    Jvm here = new Jvm("redis", announcements);
    awaitHearing(here, before);
    assertThat(here.cache.get("a")).isEqualTo(1);

    before.cache.remove("a");

    here.awaitTold("REMOVED a=null");
  }

  /** A process that asks for nothing is told all the same. */
  @ParameterizedTest
  @ValueSource(strings = {"redis", "heap, redis"})
  void put_elsewhere_isToldToWhoOnlyListens(String tiers) {
    Jvm listening = new Jvm(tiers, "auto");
    Jvm there = new Jvm(tiers, "auto");

    awaitHeard(there, listening);
    there.cache.put("a", 1);

    listening.awaitTold("CREATED a=1");
  }

  @Test
  void changes_inQuickSuccession_endWithTheLastAndAreToldAtMostOnce() {
    Jvm here = new Jvm("heap, redis", "auto");
    Jvm there = new Jvm("heap, redis", "auto");
    awaitHearing(here, there);

    for (int i = 1; i <= 1000; i++) {
      there.cache.put("a", i);
    }

    soon().until(() -> here.told("a").stream().anyMatch(event -> event.endsWith(" a=1000")));
    assertThat(here.told("a")).doesNotHaveDuplicates().first().asString().startsWith("CREATED a=");
  }

  @Test
  void open_nobodyAnnouncesChanges_isRefused() {
    assertThatThrownBy(() -> new Jvm("heap", "auto"))
        .isInstanceOf(CacheException.class)
        .hasMessageContaining("cache \"books\"")
        .hasMessageContaining("events = cluster needs a shared tier that announces its changes")
        .hasMessageContaining("the stack is heap");
  }

  /** News takes its time at first: each tells the other until it is heard. */
  private static void awaitHearing(Jvm one, Jvm other) {
    awaitHeard(one, other);
    awaitHeard(other, one);
  }

  private static void awaitHeard(Jvm teller, Jvm hearer) {
    String key = UUID.randomUUID().toString();
    soon()
        .until(
            () -> {
              teller.cache.getAndPut(key, 0);
              return !hearer.told(key).isEmpty();
            });
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(5));
  }

  private final class Jvm {
    final Scene.Recorder recorder = new Scene.Recorder();
    final Cache<String, Integer> cache;

    Jvm(String tiers, String announcements) {
      Properties settings = new Properties();
      settings.setProperty("caches.books.tiers", tiers);
      settings.setProperty("caches.books.events", "cluster");
      settings.setProperty("tiers.redis.uri", server.uri());
      settings.setProperty("tiers.redis.announcements", announcements);
      // A busy machine must not spoil a run.
      settings.setProperty("tiers.redis.timeout", "20s");
      settings.setProperty("tiers.redis.connect-timeout", "60s");
      settings.setProperty("tiers.redis.client-name", "process" + managers.size());
      TiercelCacheManager manager = Managers.open(settings, InstantSource.system());
      managers.add(manager);
      cache =
          manager.createCache(
              "books",
              new MutableConfiguration<String, Integer>()
                  .setTypes(String.class, Integer.class)
                  .addCacheEntryListenerConfiguration(
                      new MutableCacheEntryListenerConfiguration<>(
                          new SingletonFactory<>(recorder), null, true, true)));
    }

    List<String> told(String key) {
      return recorder.told.stream().filter(event -> event.contains(" " + key + "=")).toList();
    }

    void awaitTold(String... events) {
      soon()
          .until(
              () ->
                  recorder.told.stream().filter(e -> e.equals(events[0])).count() >= events.length);
    }
  }
}
