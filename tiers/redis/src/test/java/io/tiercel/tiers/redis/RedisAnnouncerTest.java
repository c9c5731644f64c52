package io.tiercel.tiers.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tiercel.tiers.spi.Announcer;
import io.tiercel.tiers.testkit.FeedRecorder;
import io.tiercel.tiers.testkit.LeaseLedger;
import io.tiercel.tiers.testkit.TierContexts;
import io.tiercel.tiers.testkit.server.RedisServer;
import io.tiercel.tiers.testkit.server.TcpProxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** News that a Redis carries for another tier. */
class RedisAnnouncerTest {
  private final List<Announcer> opened = new ArrayList<>();
  private final FeedRecorder heard = new FeedRecorder(Duration.ofSeconds(20));
  private RedisServer server;

  @BeforeEach
  void start() {
    server = RedisServer.start();
  }

  @AfterEach
  void stop() {
    opened.forEach(Announcer::close);
    server.close();
  }

  /** Of a process, if nobody else has these resources. */
  private Announcer open(LeaseLedger shared) {
    return open(shared, server.uri());
  }

  private Announcer open(LeaseLedger shared, String uri) {
    RedisTierFactory factory = new RedisTierFactory();
    Map<String, Object> options = Map.of("uri", uri, "announcements", "none");
    Announcer announcer =
        factory.openAnnouncer(
            TierContexts.of(factory, "books", options, InstantSource.system(), shared));
    opened.add(announcer);
    return announcer;
  }

  private Announcer ofAnotherProcess() {
    return open(new LeaseLedger());
  }

  private LeaseLedger listening() {
    LeaseLedger shared = new LeaseLedger();
    open(shared).subscribe(heard);
    heard.awaitArmed();
    return shared;
  }

  @Test
  void announce_byAnotherProcess_isHeard() {
    listening();
    Announcer other = ofAnotherProcess();

    other.announce(List.of("a", "b"));
    heard.awaitChange("a");
    heard.awaitChange("b");
    other.announceAll();
    heard.awaitChange("whatever");
  }

  @Test
  void announce_bySomebodyElseInThisProcess_isHeardAtOnce() {
    Announcer twin = open(listening());

    twin.announce(List.of("a"));
    assertThat(heard.hasHeardOf("a")).isTrue();
    twin.announceAll();
    heard.awaitChange("whatever");
  }

  @Test
  void announce_serverIsAway_isToldWhenItIsBack() {
    try (TcpProxy proxy = TcpProxy.start(server.port())) {
      Announcer other = open(new LeaseLedger(), "redis://localhost:" + proxy.port());
      listening();
      other.announce(List.of("first"));
      heard.awaitChange("first");
      proxy.refuse();

      other.announce(List.of("a"));
      assertThat(heard.hasHeardOf("a")).isFalse();
      proxy.pass();

      heard.awaitChange("a");
    }
  }

  @Test
  void announce_moreThanIsRemembered_isToldAsAChangeOfAll() {
    Announcer other = ofAnotherProcess();
    server.kill();
    for (int i = 0; i < 10_001; i++) {
      other.announce(List.of("k" + i));
    }
    server.restart();
    listening();
    heard.forget();

    other.announce(List.of("last"));

    heard.awaitChange("last");
    assertStaysArmed();
  }

  @Test
  void close_ofAnotherProcess_putsNobodyInDoubt() {
    listening();
    Announcer other = ofAnotherProcess();
    other.announce(List.of("a"));
    heard.awaitChange("a");
    opened.remove(other);

    other.close();

    assertStaysArmed();
  }

  @Test
  void process_fallsSilent_putsInDoubtAndIsForgotten() {
    listening();

    server.ask("PUBLISH", "tiercel:changes", "1b 0123456789abcdef 0 0");

    heard.awaitDoubt();
    heard.awaitArmed();
  }

  /** Longer than it takes to miss somebody. */
  private void assertStaysArmed() {
    await()
        .during(Hearing.LONGEST_SILENCE.plusSeconds(1))
        .atMost(Duration.ofSeconds(20))
        .until(heard::isArmed);
  }
}
