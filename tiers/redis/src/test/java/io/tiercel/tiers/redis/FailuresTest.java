package io.tiercel.tiers.redis;

import static io.tiercel.tiers.spi.TierException.Kind.CORRUPT;
import static io.tiercel.tiers.spi.TierException.Kind.MISCONFIGURED;
import static io.tiercel.tiers.spi.TierException.Kind.REJECTED;
import static io.tiercel.tiers.spi.TierException.Kind.TIMEOUT;
import static io.tiercel.tiers.spi.TierException.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.tiercel.tiers.spi.TierException;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
  private final Failures failures =
      new Failures(
          new RedisEndpoint(
              URI.create("redis://cache:6379"),
              RedisMode.STANDALONE,
              RedisLogin.NONE,
              RedisLogin.NONE,
              0,
              "tiercel",
              Duration.ofMillis(50),
              Duration.ofSeconds(2),
              null,
              RedisReadFrom.MASTER,
              AnnouncementMode.AUTO));

  static Stream<Arguments> answers() {
    String script = "ERR Error running script (call to f_1): @user_script:9: -";
    String login = "wants another login";
    return Stream.of(
        Arguments.of("NOAUTH Authentication required.", MISCONFIGURED, login + " (NOAUTH)"),
        Arguments.of("WRONGPASS invalid username-password pair", MISCONFIGURED, login),
        Arguments.of("ERR invalid password", MISCONFIGURED, login),
        Arguments.of("ERR AUTH <password> called without any password", MISCONFIGURED, login),
        Arguments.of(
            "NOPERM this user has no permissions to run the command",
            REJECTED,
            "refuses the command GET"),
        Arguments.of("ERR unknown command 'GET'", MISCONFIGURED, "refuses the command GET"),
        Arguments.of("OOM command not allowed when", REJECTED, "no room left (OOM)"),
        Arguments.of(script + "OOM command not allowed", REJECTED, "no room left (OOM)"),
        Arguments.of("MISCONF Redis is configured to save", REJECTED, "(MISCONF)"),
        Arguments.of("WRONGTYPE Operation against a key", CORRUPT, "no tier wrote"),
        Arguments.of("READONLY You can't write against", UNAVAILABLE, "is a replica"),
        Arguments.of(script + "READONLY You can't write", UNAVAILABLE, "is a replica"),
        Arguments.of("LOADING Redis is loading", UNAVAILABLE, "at the moment (LOADING)"),
        Arguments.of("BUSY Redis is busy running", UNAVAILABLE, "at the moment (BUSY)"),
        Arguments.of("MASTERDOWN Link with MASTER", UNAVAILABLE, "(MASTERDOWN)"),
        Arguments.of("CLUSTERDOWN The cluster is down", UNAVAILABLE, "(CLUSTERDOWN)"),
        Arguments.of("NOREPLICAS Not enough good", UNAVAILABLE, "(NOREPLICAS)"),
        Arguments.of("MOVED 1 10.0.0.1:6379", MISCONFIGURED, "set option mode to cluster"),
        Arguments.of("ERR max number of clients reached", UNAVAILABLE, "maxclients"),
        Arguments.of("ERR something new", REJECTED, "answered by an error"));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void of_errorOfTheServer_hasAKindAndSaysWhatToDo(
      String answer, TierException.Kind kind, String said) {
    TierException failure =
        failures.of(Request.get(new byte[1]), new RedisCommandExecutionException(answer));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure).hasMessageStartingWith("cache:6379 ").hasMessageContaining(said);
  }

  @Test
  void isCuredByAnother_serverDoesNotKnowAnOption_isTrue() {
    assertThat(Failures.isCuredByAnother(new RedisCommandExecutionException("ERR syntax error")))
        .isTrue();
    assertThat(Failures.isCuredByAnother(new RedisCommandExecutionException("OOM command not")))
        .isFalse();
  }

  @Test
  void of_answerThatQuotesArguments_isNotPassedOn() {
    RedisCommandExecutionException answer =
        new RedisCommandExecutionException(
            "ERR unknown command 'AUTH', with args beginning with: 'user' 'swordfish'");

    TierException single = failures.of(Request.get(new byte[1]), answer);
    TierException connecting =
        failures.notConnected(new RedisConnectionException("Unable to connect", answer));

    assertThat(single).hasNoCause().hasMessageNotContaining("swordfish");
    assertThat(connecting).hasNoCause().hasMessageNotContaining("swordfish");
  }

  @Test
  void of_brokenConnections_tellWhetherTheCommandMayHaveBeenCarriedOut() {
    assertThat(kindOf(new RedisException("Currently not connected. Commands are rejected.")))
        .isEqualTo(UNAVAILABLE);
    assertThat(kindOf(new RedisException("Connection is closed"))).isEqualTo(UNAVAILABLE);
    assertThat(kindOf(new RedisException("Request queue size exceeded: 65536.")))
        .isEqualTo(UNAVAILABLE);
    assertThat(kindOf(new RedisException("Connection disconnected"))).isEqualTo(TIMEOUT);
    assertThat(kindOf(new IOException("Connection reset by peer"))).isEqualTo(TIMEOUT);
  }

  private TierException.Kind kindOf(Throwable cause) {
    return failures.of(Request.get(new byte[1]), cause).kind();
  }

  @Test
  void timeout_always_namesAddressLimitAndOption() {
    assertThat(failures.timeout())
        .hasMessage("cache:6379 did not answer within 50ms (option timeout)");
  }

  @Test
  void notConnected_causes_areTold() {
    assertThat(failures.notConnected(new UnknownHostException("cache")))
        .hasMessage("cache:6379 cannot be reached: its host name is not known");
    assertThat(failures.notConnected(new IOException("Connection refused")))
        .hasMessage("cache:6379 cannot be reached (option connect-timeout is 2s)");
  }
}
