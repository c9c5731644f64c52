package io.tiercel.tiers.memcached;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.testkit.OptionsTableContract;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MemcachedOptionsTest extends OptionsTableContract {
  MemcachedOptionsTest() {
    super(new MemcachedTierFactory(), "memcached");
  }

  private MemcachedOptions options(Map<String, ?> given) {
    return MemcachedOptions.of(values(given));
  }

  private MemcachedEndpoint endpoint(String uri) {
    return options(Map.of("uri", uri)).endpoint();
  }

  @Test
  void of_uris_sayNodesAndLogin() {
    assertThat(endpoint("memcached://cache").nodes())
        .containsExactly(new NodeAddress("cache", 11_211));
    assertThat(endpoint("memcached://a:1,b").nodes())
        .containsExactly(new NodeAddress("a", 1), new NodeAddress("b", 11_211));
    assertThat(endpoint("memcached://[::1]:3").nodes())
        .containsExactly(new NodeAddress("[::1]", 3));
    assertThat(endpoint("memcached://cache").login()).isNull();
    assertThat(endpoint("memcached://shop:p%40ss:w%2Brd@cache").login())
        .isEqualTo(new MemcachedLogin("shop", "p@ss:w+rd"));
  }

  @Test
  void of_equalSettings_areEqualEndpoints() {
    MemcachedEndpoint other =
        options(Map.of("uri", "memcached://a,b", "username", "shop", "password", "secret"))
            .endpoint();

    assertThat(endpoint("memcached://shop:secret@a,b")).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(endpoint("memcached://shop:other@a,b")).isNotEqualTo(other);
  }

  @Test
  void toString_secrets_areNotShown() {
    MemcachedOptions options = options(Map.of("uri", "memcached://shop:swordfish@cache:7000"));

    assertThat(options.toString()).contains("cache:7000").doesNotContain("swordfish");
    assertThat(options.endpoint().login().toString()).isEqualTo("shop");
  }

  static Stream<Arguments> contradictions() {
    return Stream.of(
        Arguments.of(
            Map.of("uri", "http://cache"),
            "uri must begin with memcached:// but begins with http:"),
        Arguments.of(
            Map.of("uri", "memcacheds://cache"),
            "uri asks for TLS (memcacheds://), which this tier does not speak, as its client"
                + " library does not; use memcached:// within a trusted network, or through a"
                + " tunnel"),
        Arguments.of(Map.of("uri", "memcached:cache"), "uri must name a host"),
        Arguments.of(
            Map.of("uri", "memcached://cache?timeout=1s"),
            "uri must not have a query; use the options of this tier"),
        Arguments.of(Map.of("uri", "memcached://cache/1"), "uri must not have a path"),
        Arguments.of(
            Map.of("uri", "memcached://a,,b"),
            "uri must name nodes as host or host:port but has \"\""),
        Arguments.of(
            Map.of("uri", "memcached://a:x"),
            "uri must name nodes as host or host:port but has \"a:x\""),
        Arguments.of(
            Map.of("uri", "memcached://a:70000"),
            "uri must name ports from 1 to 65535 but has 70000"),
        Arguments.of(Map.of("uri", "memcached://a,a:11211"), "uri names the node a:11211 twice"),
        Arguments.of(
            Map.of("uri", "memcached://a", "username", "shop"),
            "username is given without password"),
        Arguments.of(
            Map.of("uri", "memcached://a", "password", "p"), "password is given without username"),
        Arguments.of(
            Map.of("uri", "memcached://shop@a"), "uri must have user:password before the @"),
        Arguments.of(
            Map.of("uri", "memcached://u:p@a", "username", "u", "password", "p"),
            "a password is given both in uri and as an option"),
        Arguments.of(
            Map.of("uri", "memcached://a", "max-value-bytes", "2GB"),
            "max-value-bytes must be <= 1073741824 bytes but is 2147483648"));
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
    assertThatThrownBy(() -> options(Map.of("uri", "memcached://a?x=1", "username", "shop")))
        .hasMessage(
            "uri must not have a query; use the options of this tier; username is given without"
                + " password");
  }
}
