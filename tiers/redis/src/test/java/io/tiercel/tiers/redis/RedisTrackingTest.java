package io.tiercel.tiers.redis;

import static io.tiercel.tiers.testkit.OpenTiers.PATIENT;
import static io.tiercel.tiers.testkit.OpenTiers.find;
import static io.tiercel.tiers.testkit.OpenTiers.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.testkit.FeedRecorder;
import io.tiercel.tiers.testkit.OpenTiers;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose changes are heard, and when nothing is taken for granted any more. */
class RedisTrackingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final OpenTiers tiers = new OpenTiers(new RedisTierFactory(), PATIENT);
  private final FeedRecorder heard = new FeedRecorder(PATIENCE);
  private RedisServer server;

  @BeforeEach
  void start() {
    server = RedisServer.start();
  }

  @AfterEach
  void stop() {
    tiers.close();
    server.close();
  }

  private ByteTier listening() {
    ByteTier books = tiers.open("books", Map.of("uri", server.uri()));
    books.subscribe(heard);
    find(books, "a");
    heard.awaitArmed();
    return books;
  }

  @Test
  void changes_byWhoKnowsNothingOfTiers_areHeard() {
    ByteTier books = listening();
    put(books, "a", "Emma");
    put(books, "b", "Ulysses");

    server.ask("SET", "books::a", "x");
    heard.awaitChange("a");
    server.ask("DEL", "books::b");
    heard.awaitChange("b");
    server.ask("SET", "books::c", "x", "PX", "1");
    heard.awaitChange("c");
  }

  @Test
  void changes_entryExpires_isHeard() {
    ByteTier books = listening();
    // Its own write is not told, so what is told is that the entry has expired.
    ByteEntry brief = ByteEntry.toWrite(new byte[1], System.currentTimeMillis() + 50);
    books.write("a", brief, Condition.always());

    await().until(() -> find(books, "a") == null);

    heard.awaitChange("a");
  }

  @Test
  void changes_everythingIsFlushed_isHeardAsAll() {
    listening();

    server.ask("FLUSHALL");

    heard.awaitChange("whatever");
  }

  /** A second connection used to be asked whether it could track, which ended its tracking. */
  @Test
  void changes_afterConnectionWasGivenUp_areHeard() {
    ByteTier books = listening();
    try (RedisServer other = RedisServer.start()) {
      server.ask("REPLICAOF", "127.0.0.1", String.valueOf(other.port()));
      await().until(() -> catchThrowable(() -> put(books, "a", "Emma")) != null);
      server.ask("REPLICAOF", "NO", "ONE");
    }
    await().atMost(PATIENCE).until(() -> catchThrowable(() -> put(books, "a", "Emma")) == null);
    heard.awaitArmed();
    heard.forget();

    server.ask("SET", "books::b", "x");

    heard.awaitChange("b");
  }

  @Test
  void changes_ownOnes_areNotHeard() {
    ByteTier books = listening();

    put(books, "a", "Emma");
    server.ask("SET", "books::last", "x");
    heard.awaitChange("last");

    assertThat(heard.hasHeardOf("a")).isFalse();
  }

  @Test
  void changes_ofAnotherCacheWhoseNameBeginsTheSame_areNotHeard() {
    ByteTier books = listening();
    ByteTier more = tiers.open("books:old", Map.of("uri", server.uri()));
    FeedRecorder others = new FeedRecorder(PATIENCE);
    more.subscribe(others);
    others.awaitArmed();

    server.ask("SET", "books:old::a", "x");
    others.awaitChange("a");
    server.ask("SET", "books::last", "x");
    heard.awaitChange("last");

    assertThat(heard.hasHeardOf("a")).isFalse();
    assertThat(find(books, "last")).isNotNull();
  }

  @Test
  void subscribe_secondTierOfTheSameCacheOnTheSameLink_hearsOfTheFirst() {
    ByteTier books = listening();
    ByteTier twin = tiers.open("books", Map.of("uri", server.uri()));

    put(twin, "a", "Emma");

    heard.awaitChange("a");
    assertThat(find(books, "a")).isEqualTo("Emma");
  }

  @Test
  void connection_isCut_putsInDoubtAndArmsAgain() {
    ByteTier books = listening();

    server.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");

    heard.awaitDoubt();
    await().ignoreExceptions().until(() -> find(books, "a") == null);
    heard.awaitArmed();
    server.ask("SET", "books::a", "x");
    heard.awaitChange("a");
  }

  @Test
  void connection_idleAndServerStaysSilent_isInDoubt() {
    ByteTier books = tiers.open("books", Map.of("uri", server.uri(), "timeout", "100ms"));
    books.subscribe(heard);
    await().ignoreExceptions().until(() -> find(books, "a") == null);
    heard.awaitArmed();

    server.pause();
    try {
      heard.awaitDoubt();
    } finally {
      server.resume();
    }
    heard.awaitArmed();
  }

  @Test
  void subscribe_serverRefusesToTrack_staysInDoubtUntilItDoesNot() {
    server.ask("ACL", "SETUSER", "shy", "on", ">secret", "~*", "+@all", "-client|tracking");
    ByteTier books =
        tiers.open("books", Map.of("uri", server.uri(), "username", "shy", "password", "secret"));
    books.subscribe(heard);

    put(books, "a", "Emma");
    assertThat(find(books, "a")).isEqualTo("Emma");
    assertThat(heard.isArmed()).isFalse();

    server.ask("ACL", "SETUSER", "shy", "+client|tracking");
    heard.awaitArmed();
  }

  @Test
  void subscribe_withoutTracking_isRefused() {
    ByteTier books = tiers.open("books", Map.of("uri", server.uri(), "announcements", "none"));

    assertThat(books.capabilities().announcesChanges()).isFalse();
    assertThatThrownBy(() -> books.subscribe(heard))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this tier does not announce changes");
  }
}
