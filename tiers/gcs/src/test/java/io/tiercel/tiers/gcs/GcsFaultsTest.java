package io.tiercel.tiers.gcs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.LeaseLedger;
import io.tiercel.tiers.testkit.MutableClock;
import io.tiercel.tiers.testkit.TierContexts;
import io.tiercel.tiers.testkit.server.GcsServer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What befalls requests on their way. */
class GcsFaultsTest {
  private final GcsServer server = GcsServer.start().createBucket("books");
  private ByteTier tier = open(Map.of());

  private ByteTier open(Map<String, ?> more) {
    Map<String, Object> options =
        new HashMap<>(Map.of("bucket", "books", "endpoint", server.uri(), "anonymous", true));
    options.put("timeout", "30s");
    options.putAll(more);
    GcsTierFactory factory = new GcsTierFactory();
    return factory.open(
        TierContexts.of(factory, "c", options, new MutableClock(), new LeaseLedger()));
  }

  @AfterEach
  void close() {
    tier.close();
    server.close();
  }

  private boolean write(String name, String content, Condition<ByteEntry> condition) {
    ByteEntry entry = ByteEntry.toWrite(content.getBytes(US_ASCII), Entry.NEVER);
    return tier.write(name, entry, condition).isCommitted();
  }

  private static void assertFails(Runnable operation, Kind kind, String message) {
    assertThatThrownBy(operation::run)
        .isInstanceOfSatisfying(
            TierException.class, e -> assertThat(e.kind()).as(e.toString()).isEqualTo(kind))
        .hasMessageContaining(message);
  }

  @Test
  void operations_throttledOrFailing_areAskedAgain() {
    write("a", "0", Condition.always());
    for (int status : new int[] {429, 500, 503}) {
      server.traffic().failNext(2, status);
      assertThat(tier.get("a")).isNotNull();
      server.traffic().failNext(2, status);
      assertThat(write("a", "1", Condition.always())).isTrue();
    }
  }

  /** A client that sends a request again behind our back would answer that it conflicts. */
  @Test
  void write_answerIsLost_mayHaveHappenedAndIsNotRepeated() {
    write("b", "0", Condition.always());
    ByteEntry seen = tier.get("b");
    server.traffic().loseNextAnswers(1);
    assertFails(() -> write("a", "1", Condition.ifAbsent()), Kind.TIMEOUT, "broke the connection");

    server.traffic().loseNextAnswers(1);
    assertFails(
        () -> tier.remove("b", Condition.ifUnchanged(seen)), Kind.TIMEOUT, "broke the connection");

    assertThat(tier.get("a")).isNotNull();
    assertThat(tier.get("b")).isNull();
  }

  @Test
  void get_serverHangs_givesUpInTime() {
    tier.close();
    tier = open(Map.of("timeout", "500ms"));
    server.traffic().pause();

    assertFails(() -> tier.get("a"), Kind.TIMEOUT, "time");
    server.traffic().resume();
  }

  @Test
  void operations_afterTheServerWasAway_goOn() {
    write("a", "0", Condition.always());
    server.kill();
    assertThatThrownBy(() -> tier.get("a")).isInstanceOf(TierException.class);
    server.restart();

    assertThat(tier.get("a")).isNotNull();
  }

  @Test
  void operations_noSuchBucket_areMisconfigured() {
    tier.close();
    tier = open(Map.of("bucket", "none-such"));

    assertFails(() -> tier.get("a"), Kind.MISCONFIGURED, "does not exist (HTTP 404, NoSuchBucket)");
    assertFails(
        () -> write("a", "0", Condition.always()), Kind.MISCONFIGURED, "does not exist (HTTP 404");
  }

  @Test
  void failures_saidInMessages_nameNoKey() {
    server.traffic().failNext(1, 403);

    assertThatThrownBy(() -> tier.get("moby-dick"))
        .hasMessageContaining("gives these credentials no right")
        .hasMessageNotContaining("moby");
  }
}
