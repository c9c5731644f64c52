package io.tiercel.tiers.redis;

import static io.tiercel.tiers.testkit.OpenTiers.PATIENT;
import static io.tiercel.tiers.testkit.OpenTiers.entry;
import static io.tiercel.tiers.testkit.OpenTiers.find;
import static io.tiercel.tiers.testkit.OpenTiers.put;
import static io.tiercel.tiers.testkit.OpenTiers.putIfAbsent;
import static io.tiercel.tiers.testkit.OpenTiers.replace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.testkit.FeedRecorder;
import io.tiercel.tiers.testkit.OpenTiers;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where the server tells nobody of changes, those who make them do. */
class RedisPublishTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Map<String, String> PUBLISH = Map.of("announcements", "publish");

  /** Two processes. */
  private final OpenTiers here = new OpenTiers(new RedisTierFactory(), PATIENT);

  private final OpenTiers there = new OpenTiers(new RedisTierFactory(), PATIENT);
  private final FeedRecorder heard = new FeedRecorder(PATIENCE);
  private RedisServer server;

  @AfterEach
  void stop() {
    here.close();
    there.close();
    server.close();
  }

  private ByteTier open(OpenTiers process, Map<String, String> options) {
    Map<String, Object> all = new HashMap<>(options);
    all.put("uri", server.uri());
    return process.open("books", all);
  }

  private ByteTier listening(Map<String, String> options) {
    ByteTier books = open(here, options);
    books.subscribe(heard);
    find(books, "a");
    heard.awaitArmed();
    return books;
  }

  private void assertTellsOfEverything(Map<String, String> options) {
    ByteTier books = listening(options);
    ByteTier others = open(there, options);

    hears("a", () -> put(others, "a", "Emma"));
    hears("b", () -> putIfAbsent(others, "b", "Ulysses"));
    ByteEntry seen = others.get("a");
    hears("a", () -> replace(others, "a", seen, "Hamlet"));
    ByteEntry again = others.get("a");
    hears("a", () -> others.remove("a", Condition.ifUnchanged(again)));
    hears("b", () -> others.remove("b", Condition.always()));
    hears("c", () -> others.writeAll(Map.of("c", entry("Faust"))));
    hears("c", () -> others.removeAll(List.of("c")));
    put(others, "d", "Emma");
    hears("d", others::clear);
    assertThat(find(books, "d")).isNull();
  }

  private void hears(String name, Runnable change) {
    heard.forget();
    change.run();
    heard.awaitChange(name);
  }

  @Test
  void auto_serverSpeaksOnlyResp2_publishes() {
    server = RedisServer.setup().with("rename-command", "HELLO", "").start();

    assertTellsOfEverything(Map.of());
    assertThat(server.say("CLIENT", "LIST")).contains("resp=2").doesNotContain("resp=3");
  }

  @Test
  void auto_serverHasNoClientCommand_publishes() {
    server = RedisServer.setup().with("rename-command", "CLIENT", "").start();

    assertTellsOfEverything(Map.of());
  }

  @Test
  void auto_serverCanTell_doesNotPublish() {
    server = RedisServer.start();
    ByteTier books = listening(Map.of());
    ByteTier others = open(there, Map.of());

    hears("a", () -> put(others, "a", "Emma"));

    assertThat(find(books, "a")).isEqualTo("Emma");
    assertThat(server.calls("publish")).isZero();
  }

  @Test
  void publish_userMayNotTrack_tellsOfEverything() {
    server = RedisServer.start();
    server.ask("ACL", "SETUSER", "shy", "on", ">secret", "~*", "&*", "+@all", "-client|tracking");

    assertTellsOfEverything(
        Map.of("announcements", "publish", "username", "shy", "password", "secret"));
  }

  @Test
  void publish_leastRights_tellsOfEverything() {
    server =
        RedisServer.setup()
            .users(
                Map.of(
                    "shop",
                    "on >secret ~books::* ~tiercel:changes resetchannels &tiercel:changes -@all"
                        + " +get +mget +set +del +scan +eval +evalsha +getrange +exists +ping"
                        + " +hello +client|setname +publish +subscribe"))
            .start();

    assertTellsOfEverything(
        Map.of("announcements", "publish", "username", "shop", "password", "secret"));
  }

  @Test
  void publish_userMayNotPublish_changesNothing() {
    server = RedisServer.start();
    server.ask("ACL", "SETUSER", "mute", "on", ">secret", "~*", "resetchannels", "+@all");
    ByteTier books =
        open(here, Map.of("announcements", "publish", "username", "mute", "password", "secret"));

    assertThatThrownBy(() -> put(books, "a", "Emma"))
        .hasMessageContaining("no right to publish in the channel tiercel:changes");

    assertThat(find(books, "a")).isNull();
  }

  @Test
  void changes_ownOnesAndFailedAttempts_areNotHeard() {
    server = RedisServer.start();
    ByteTier books = listening(PUBLISH);
    ByteTier others = open(there, PUBLISH);
    put(books, "own", "Emma");
    ByteEntry old = books.get("own");
    put(books, "own", "Ulysses");
    replace(books, "own", books.get("own"), "Hamlet");

    assertThat(putIfAbsent(others, "own", "Faust").isCommitted()).isFalse();
    assertThat(replace(others, "own", old, "Faust").isCommitted()).isFalse();
    assertThat(others.remove("own", Condition.ifUnchanged(old))).isFalse();
    hears("last", () -> put(others, "last", "x"));

    assertThat(heard.hasHeardOf("own")).isFalse();
  }

  /** Redis may have lost what others still have a copy of. */
  @Test
  void remove_nothingIsThere_isHeard() {
    server = RedisServer.start();
    listening(PUBLISH);
    ByteTier others = open(there, PUBLISH);

    hears("removed", () -> assertThat(others.remove("removed", Condition.always())).isFalse());
    hears("taken", () -> assertThat(others.take("taken")).isNull());
  }

  @Test
  void subscribe_secondTierOfTheSameCacheOnTheSameLink_hearsOfTheFirst() {
    server = RedisServer.start();
    ByteTier books = listening(PUBLISH);
    ByteTier twin = open(here, PUBLISH);

    hears("a", () -> put(twin, "a", "Emma"));
    hears("a", () -> replace(twin, "a", twin.get("a"), "Ulysses"));

    assertThat(find(books, "a")).isEqualTo("Ulysses");
  }

  @Test
  void subscription_isCut_putsInDoubtAndArmsAgain() {
    server = RedisServer.start();
    ByteTier books = listening(PUBLISH);
    ByteTier others = open(there, PUBLISH);

    server.ask("CLIENT", "KILL", "TYPE", "pubsub");

    heard.awaitDoubt();
    put(others, "a", "Emma");
    heard.awaitArmed();
    assertThat(find(books, "a")).isEqualTo("Emma");
    hears("a", () -> put(others, "a", "Ulysses"));
  }

  @Test
  void reader_connectionThatWritesIsCut_isNotInDoubt() {
    server = RedisServer.start();
    listening(PUBLISH);
    ByteTier others = open(there, PUBLISH);
    put(others, "a", "Emma");

    server.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    await().ignoreExceptions().until(() -> find(others, "a") != null);
    hears("b", () -> put(others, "b", "Ulysses"));

    assertThat(heard.isArmed()).isTrue();
  }

  @Test
  void listener_serverStaysSilent_isInDoubt() {
    server = RedisServer.start();
    listening(Map.of("announcements", "publish", "timeout", "100ms"));

    server.pause();
    try {
      heard.awaitDoubt();
    } finally {
      server.resume();
    }
    heard.awaitArmed();
  }

  @Test
  void listener_serverIsStartedAnew_isInDoubtAndArmsAgain() {
    server = RedisServer.start();
    ByteTier others = open(there, PUBLISH);
    listening(PUBLISH);

    server.kill();
    heard.awaitDoubt();
    server.restart();

    heard.awaitArmed();
    await().ignoreExceptions().until(() -> find(others, "a") == null);
    hears("a", () -> put(others, "a", "Emma"));
  }

  @Test
  void listener_messageIsLost_isInDoubt() {
    server = RedisServer.start();
    listening(PUBLISH);
    server.ask("PUBLISH", "tiercel:changes", "1b 0123456789abcdef 0 0");

    server.ask("PUBLISH", "tiercel:changes", "1c 0123456789abcdef 2 books::a");

    heard.awaitChange("a");
    heard.awaitDoubt();
    heard.awaitArmed();
  }

  @Test
  void listener_messageOfALaterVersion_isTakenForAChangeOfAll() {
    server = RedisServer.start();
    listening(PUBLISH);

    server.ask("PUBLISH", "tiercel:changes", "2c whatever");

    heard.awaitChange("any");
  }

  @Test
  void tracking_serverSpeaksOnlyResp2_staysInDoubt() {
    server = RedisServer.setup().with("rename-command", "HELLO", "").start();
    ByteTier books = open(here, Map.of("announcements", "tracking"));
    books.subscribe(heard);

    put(books, "a", "Emma");
    assertThat(find(books, "a")).isEqualTo("Emma");

    assertThat(heard.isArmed()).isFalse();
  }
}
