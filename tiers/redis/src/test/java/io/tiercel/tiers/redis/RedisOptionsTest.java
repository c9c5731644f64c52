package io.tiercel.tiers.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.tiercel.tiers.testkit.OptionsContract;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RedisOptionsTest extends OptionsContract {
  RedisOptionsTest() {
    super(new RedisTierFactory(), "redis");
  }

  private RedisOptions options(Map<String, ?> given) {
    return RedisOptions.of(values(given));
  }

  private RedisEndpoint endpoint(String uri) {
    return options(Map.of("uri", uri)).endpoint();
  }

  @Test
  void of_uris_sayModeLoginDatabaseAndAddress() {
    RedisEndpoint plain = endpoint("redis://cache");
    RedisEndpoint full = endpoint("rediss://shop:p%40ss:w%2Brd@cache:7000/3");
    RedisEndpoint password = endpoint("redis://:secret@cache:7000");
    RedisEndpoint socket = endpoint("redis-socket:///run/redis.sock");
    RedisEndpoint sentinel = endpoint("redis-sentinel://:secret@a:1,b:2/5#library");

    assertThat(plain.mode()).isEqualTo(RedisMode.STANDALONE);
    assertThat(plain.login()).isEqualTo(RedisLogin.NONE);
    assertThat(plain.tls()).isNull();
    assertThat(full.uri()).isEqualTo(URI.create("rediss://cache:7000"));
    assertThat(full.login()).isEqualTo(new RedisLogin("shop", "p@ss:w+rd", null));
    assertThat(full.database()).isEqualTo(3);
    assertThat(full.tls()).isNotNull();
    assertThat(password.login()).isEqualTo(new RedisLogin(null, "secret", null));
    assertThat(socket.address()).isEqualTo("/run/redis.sock");
    assertThat(sentinel.mode()).isEqualTo(RedisMode.SENTINEL);
    assertThat(sentinel.database()).isEqualTo(5);
    assertThat(sentinel.address()).isEqualTo("library of sentinels a:1,b:2");
  }

  @Test
  void of_cluster_mayHaveSeveralHosts() {
    RedisEndpoint cluster =
        options(Map.of("uri", "redis://a:1,b:2,c", "mode", "cluster")).endpoint();

    assertThat(cluster.mode()).isEqualTo(RedisMode.CLUSTER);
    assertThat(cluster.address()).isEqualTo("a:1,b:2,c");
  }

  @Test
  void toString_secrets_areNotShown() {
    RedisOptions options =
        options(
            Map.of(
                "uri", "rediss://shop:swordfish@cache:7000",
                "key-store", "/dev/null",
                "key-store-password", "hunter2"));

    assertThat(options.toString()).contains("cache:7000").doesNotContain("swordfish", "hunter2");
    assertThat(options.endpoint().login().toString()).isEqualTo("shop");
    assertThat(options.endpoint().tls().toString()).doesNotContain("hunter2");
  }

  @Test
  void of_equalSettings_areEqualEndpoints() {
    RedisEndpoint one = endpoint("redis://shop:secret@cache/1");
    RedisEndpoint other =
        options(
                Map.of(
                    "uri", "redis://cache",
                    "username", "shop",
                    "password", "secret",
                    "database", 1,
                    "max-life", "1h"))
            .endpoint();

    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one).isNotEqualTo(endpoint("redis://shop:other@cache/1"));
  }

  static Stream<Arguments> contradictions() {
    RedisCredentialsProvider provider =
        RedisCredentialsProvider.from(() -> RedisCredentials.just("a", "b"));
    return Stream.of(
        Arguments.of(
            Map.of("uri", "http://cache"),
            "uri must begin with redis://, rediss://, redis-socket://, redis-sentinel:// or"
                + " rediss-sentinel:// but begins with http:"),
        Arguments.of(
            Map.of("uri", "redis://cache?timeout=1s"),
            "uri must not have a query; use the options of this tier"),
        Arguments.of(Map.of("uri", "redis:cache"), "uri must name a host"),
        Arguments.of(
            Map.of("uri", "redis-sentinel://cache"),
            "uri must name the master that the sentinels watch: redis-sentinel://host#name"),
        Arguments.of(
            Map.of("uri", "redis://a,b"), "uri names several hosts, which needs mode=cluster"),
        Arguments.of(
            Map.of("uri", "redis://a", "mode", "sentinel"),
            "mode sentinel contradicts a uri that begins with redis:"),
        Arguments.of(
            Map.of("uri", "redis-sentinel://a#m", "mode", "cluster"),
            "mode cluster contradicts a uri that begins with redis-sentinel:"),
        Arguments.of(
            Map.of("uri", "redis-socket:///x", "mode", "cluster"),
            "mode cluster contradicts a uri that begins with redis-socket:"),
        Arguments.of(
            Map.of("uri", "redis://a", "mode", "Cluster"),
            "mode must be one of standalone, sentinel, cluster but is \"Cluster\""),
        Arguments.of(
            Map.of("uri", "redis://a/x"),
            "uri must end with the number of a database, or with nothing"),
        Arguments.of(Map.of("uri", "redis://a/1", "database", 2), "database is 2 but uri says 1"),
        Arguments.of(
            Map.of("uri", "redis://a", "database", 2, "mode", "cluster"),
            "database must be 0 in a cluster but is 2"),
        Arguments.of(
            Map.of("uri", "redis://a", "username", "shop"), "username is given without password"),
        Arguments.of(
            Map.of("uri", "redis://:p@a", "password", "p"),
            "a password is given both in uri and as an option"),
        Arguments.of(
            Map.of("uri", "redis://a", "password", "p", "credentials-provider", provider),
            "credentials-provider and a password are given, but only one can hold"),
        Arguments.of(
            Map.of("uri", "redis://a", "sentinel-password", "p"),
            "sentinel-password is given but the mode is standalone"),
        Arguments.of(
            Map.of("uri", "redis://a", "trust-store", "/dev/null"),
            "trust-store is given but uri does not begin with rediss:"),
        Arguments.of(
            Map.of("uri", "rediss://a", "key-store-password", "p"),
            "key-store-password is given without key-store"),
        Arguments.of(
            Map.of("uri", "rediss://a", "verify-peer", "yes"),
            "verify-peer must be one of none, ca, full but is \"yes\""),
        Arguments.of(
            Map.of("uri", "redis://a", "read-from", "anyone"),
            "read-from must be one of master, replica, replica-preferred, nearest but is"
                + " \"anyone\""),
        Arguments.of(
            Map.of("uri", "redis-socket:///x", "read-from", "nearest"),
            "read-from nearest contradicts a uri that begins with redis-socket:"),
        Arguments.of(
            Map.of("uri", "redis://a", "max-value-bytes", "1GB"),
            "max-value-bytes must be <= 536870904 bytes but is 1073741824"));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void of_contradiction_isRefused(Map<String, ?> given, String message) {
    assertThatThrownBy(() -> options(given))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void of_severalContradictions_areToldTogether() {
    Map<String, ?> given =
        Map.of("uri", "redis://a,b?x=1", "username", "shop", "max-name-bytes", "1MB");

    assertThatThrownBy(() -> options(given))
        .hasMessage(
            "uri must not have a query; use the options of this tier; uri names several hosts,"
                + " which needs mode=cluster; username is given without password; max-name-bytes"
                + " must be <= 65536 bytes but is 1048576");
  }
}
