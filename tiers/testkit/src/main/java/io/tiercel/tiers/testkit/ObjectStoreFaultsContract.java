package io.tiercel.tiers.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.Entry;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import io.tiercel.tiers.testkit.server.ObjectStoreServer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Holds a tier on an object store to what it promises of requests that are refused, lost or never
 * answered. What it must do while the network fails is in {@link NetworkFaultsContract}.
 *
 * @param <S> the server it is tested on
 */
public abstract class ObjectStoreFaultsContract<S extends ObjectStoreServer> {
  private static final String BUCKET = "books";

  private final S server;
  private @Nullable ByteTier opened;

  /** On a server that was just started, and is closed in the end. */
  protected ObjectStoreFaultsContract(S server) {
    this.server = server;
    server.createBucket(BUCKET);
  }

  /** Makes the tiers under test. */
  protected abstract ByteTierFactory factory();

  /** The options of a tier on this bucket of this server. */
  protected abstract Map<String, ?> options(S at, String bucket);

  /** The server under test. */
  protected final S server() {
    return server;
  }

  /** Opens a tier in place of the one before, with these options. */
  protected final ByteTier reopen(Map<String, ?> options) {
    if (opened != null) {
      opened.close();
    }
    ByteTierFactory factory = factory();
    opened =
        factory.open(TierContexts.of(factory, "c", options, new MutableClock(), new LeaseLedger()));
    return opened;
  }

  private ByteTier reopen(String bucket, String timeout) {
    Map<String, Object> options = new HashMap<>(options(server, bucket));
    options.put("timeout", timeout);
    return reopen(options);
  }

  @BeforeEach
  final void open() {
    reopen(BUCKET, "30s");
  }

  @AfterEach
  final void close() {
    tier().close();
    server.close();
  }

  /** The tier under test. */
  protected final ByteTier tier() {
    if (opened == null) {
      throw new IllegalStateException("nothing is open before a test begins");
    }
    return opened;
  }

  /** Writes an entry without a deadline; whether it was committed. */
  protected final boolean write(String name, String content, Condition<ByteEntry> condition) {
    ByteEntry entry = ByteEntry.toWrite(content.getBytes(US_ASCII), Entry.NEVER);
    return tier().write(name, entry, condition).isCommitted();
  }

  /** Checks that an operation throws what the SPI promises, and says so. */
  protected static void assertFails(Runnable operation, Kind kind, String message) {
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
      assertThat(tier().get("a")).isNotNull();
      server.traffic().failNext(2, status);
      assertThat(write("a", "1", Condition.always())).isTrue();
    }
  }

  /** A client that sends a request again behind our back would answer that it conflicts. */
  @Test
  void write_answerIsLost_mayHaveHappenedAndIsNotRepeated() {
    write("b", "0", Condition.always());
    ByteEntry seen = Objects.requireNonNull(tier().get("b"));
    server.traffic().loseNextAnswers(1);
    assertFails(() -> write("a", "1", Condition.ifAbsent()), Kind.TIMEOUT, "broke the connection");

    server.traffic().loseNextAnswers(1);
    assertFails(
        () -> tier().remove("b", Condition.ifUnchanged(seen)),
        Kind.TIMEOUT,
        "broke the connection");

    assertThat(tier().get("a")).isNotNull();
    assertThat(tier().get("b")).isNull();
  }

  @Test
  void get_serverHangs_givesUpInTime() {
    reopen(BUCKET, "500ms");
    server.traffic().pause();

    assertFails(() -> tier().get("a"), Kind.TIMEOUT, "time");
    server.traffic().resume();
  }

  @Test
  void operations_afterTheServerWasAway_goOn() {
    write("a", "0", Condition.always());
    server.kill();
    assertThatThrownBy(() -> tier().get("a")).isInstanceOf(TierException.class);
    server.restart();

    assertThat(tier().get("a")).isNotNull();
  }

  @Test
  void operations_noSuchBucket_areMisconfigured() {
    reopen("none-such", "30s");

    assertFails(() -> tier().get("a"), Kind.MISCONFIGURED, "does not exist (HTTP 404");
    assertFails(
        () -> write("a", "0", Condition.always()), Kind.MISCONFIGURED, "does not exist (HTTP 404");
  }

  @Test
  void failures_saidInMessages_nameNoKey() {
    server.traffic().failNext(1, 403);

    assertThatThrownBy(() -> tier().get("moby-dick"))
        .hasMessageContaining("gives these credentials no right")
        .hasMessageNotContaining("moby");
  }
}
