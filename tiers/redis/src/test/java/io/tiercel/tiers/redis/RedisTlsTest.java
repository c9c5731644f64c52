package io.tiercel.tiers.redis;

import static io.tiercel.tiers.testkit.OpenTiers.PATIENT;
import static io.tiercel.tiers.testkit.OpenTiers.find;
import static io.tiercel.tiers.testkit.OpenTiers.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.testkit.OpenTiers;
import io.tiercel.tiers.testkit.server.Certificates;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisTlsTest {
  private static Certificates certificates;
  private static RedisServer server;
  private static RedisServer mutual;

  private final OpenTiers tiers = new OpenTiers(new RedisTierFactory(), PATIENT);

  @BeforeAll
  static void start() {
    certificates = Certificates.create();
    server = RedisServer.setup().tls(certificates, false).start();
    mutual = RedisServer.setup().tls(certificates, true).start();
  }

  @AfterAll
  static void stop() {
    mutual.close();
    server.close();
    certificates.close();
  }

  @AfterEach
  void close() {
    tiers.close();
  }

  private ByteTier open(RedisServer of, Map<String, ?> options) {
    Map<String, Object> all = new HashMap<>(options);
    all.putIfAbsent("uri", "rediss://localhost:" + of.tlsPort());
    return tiers.open("books", all);
  }

  @Test
  void write_trustedAuthority_isStored() {
    ByteTier books = open(server, Map.of("trust-store", certificates.authority().toString()));

    put(books, "a", "Emma");

    assertThat(find(books, "a")).isEqualTo("Emma");
    assertThat(server.say("CLIENT", "LIST")).contains("name=tiercel");
  }

  @Test
  void get_unknownAuthority_isMisconfigured() {
    assertMisconfigured(open(server, Map.of()));
  }

  @Test
  void get_portDoesNotSpeakTls_isUnavailableWithTheReason() {
    String uri = "rediss://localhost:" + server.port();
    ByteTier books = open(server, Map.of("uri", uri, "connect-timeout", "10s"));

    assertThatThrownBy(() -> books.get("a"))
        .isInstanceOfSatisfying(
            TierException.class,
            e -> assertThat(e.kind()).isEqualTo(TierException.Kind.UNAVAILABLE))
        .hasMessage(
            "localhost:%d cannot be reached: it did not answer in TLS; does that port speak it at"
                    .formatted(server.port())
                + " all?");
  }

  private static void assertMisconfigured(ByteTier books) {
    assertThatThrownBy(() -> books.get("a"))
        .isInstanceOfSatisfying(
            TierException.class,
            e -> assertThat(e.kind()).isEqualTo(TierException.Kind.MISCONFIGURED))
        .hasMessageContaining(
            " cannot be reached by TLS; see options trust-store, key-store and verify-peer");
  }

  @Test
  void get_certificateOfAnotherHost_isTakenOnlyIfNotVerifiedInFull() {
    try (Certificates others = Certificates.create("DNS:elsewhere");
        RedisServer elsewhere = RedisServer.setup().tls(others, false).start()) {
      Map<String, String> trusting = Map.of("trust-store", others.authority().toString());
      Map<String, String> lenient = new HashMap<>(trusting);
      lenient.put("verify-peer", "ca");

      assertMisconfigured(open(elsewhere, trusting));
      assertThat(find(open(elsewhere, lenient), "x")).isNull();
      assertMisconfigured(open(elsewhere, Map.of("verify-peer", "ca")));
      assertThat(find(open(elsewhere, Map.of("verify-peer", "none")), "x")).isNull();
    }
  }

  @Test
  void write_serverWantsOurCertificate_isStoredIfWeHaveOne() {
    Map<String, String> options = Map.of("trust-store", certificates.authority().toString());
    Map<String, String> withKey = new HashMap<>(options);
    withKey.put("key-store", certificates.clientStore().toString());
    withKey.put("key-store-password", Certificates.PASSWORD);

    ByteTier books = open(mutual, withKey);
    put(books, "a", "Emma");

    assertThat(find(books, "a")).isEqualTo("Emma");
    assertThatThrownBy(() -> open(mutual, options).get("a")).isInstanceOf(TierException.class);
  }

  @Test
  void open_storeIsNotThere_isRefused() {
    assertThatThrownBy(() -> open(server, Map.of("trust-store", "/nowhere/authority.pem")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "trust-store must name a file that can be read but is \"/nowhere/authority.pem\"");
  }

  @Test
  void get_passwordOfTheStoreIsWrong_isMisconfigured() {
    String store = certificates.clientStore().toString();
    ByteTier books = open(mutual, Map.of("key-store", store, "key-store-password", "hunter2"));

    assertThatThrownBy(() -> books.get("a"))
        .isInstanceOfSatisfying(
            TierException.class,
            e -> assertThat(e.kind()).isEqualTo(TierException.Kind.MISCONFIGURED))
        .hasMessageNotContaining("hunter2");
  }
}
