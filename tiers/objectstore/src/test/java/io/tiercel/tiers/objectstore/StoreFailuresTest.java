package io.tiercel.tiers.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import java.net.SocketException;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLProtocolException;
import org.junit.jupiter.api.Test;

class StoreFailuresTest {
  private final StoreFailures failures = new StoreFailures("memory://bucket");

  @Test
  void notAnswered_noTrustInTheStore_isUnavailable() {
    for (SSLException cause :
        List.of(
            new SSLHandshakeException("no path to a trusted certificate"),
            new SSLPeerUnverifiedException("another name"))) {
      TierException failure = failures.notAnswered(new IllegalStateException("wrapped", cause));

      assertThat(failure.kind()).as(cause.toString()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(failure).hasMessage("memory://bucket cannot be reached by TLS").hasCause(cause);
    }
  }

  /** The request was sent already, so that a write may have happened. */
  @Test
  void notAnswered_tlsBreaks_isATimeout() {
    for (SSLException cause :
        List.of(
            new SSLException("Connection reset", new SocketException("Connection reset")),
            new SSLProtocolException("unexpected record"))) {
      TierException failure = failures.notAnswered(new IllegalStateException("wrapped", cause));

      assertThat(failure.kind()).as(cause.toString()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure)
          .hasMessage("memory://bucket broke the connection before it answered")
          .hasCause(cause);
    }
  }
}
