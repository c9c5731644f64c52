package io.tiercel.tiers.objectstore;

import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * What went wrong with a store, in terms a caller can act on. Of what the store says only the
 * status and the error's code are repeated: the rest may quote keys and credentials.
 */
public final class StoreFailures {
  private static final int DEEPEST_CAUSE = 20;

  /** By these the stores refuse before they do anything. */
  private static final Set<String> NOT_DONE = Set.of("SlowDown", "ServerBusy", "rateLimitExceeded");

  private static final Set<String> WRONG_LOGIN =
      Set.of(
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "AuthenticationFailed",
          "ExpiredToken",
          "InvalidToken",
          "RequestTimeTooSkewed");

  private static final Set<String> NO_BUCKET = Set.of("NoSuchBucket", "ContainerNotFound");

  private final String address;

  /**
   * @param address the bucket as messages name it, without credentials
   */
  public StoreFailures(String address) {
    this.address = address;
  }

  /** The bucket as messages name it. */
  public String address() {
    return address;
  }

  /**
   * The store answered by an error.
   *
   * @param status of HTTP
   * @param code the store's own name of the error, or an empty string
   */
  public RuntimeException answered(int status, String code) {
    String answer = code.isEmpty() ? "HTTP " + status : "HTTP " + status + ", " + code;
    if (status == 409) {
      return TryAgainException.contended(address + " is being changed by another (" + answer + ")");
    }
    if (status == 429 || NOT_DONE.contains(code)) {
      return TryAgainException.throttled(address + " throttles (" + answer + ")");
    }
    if (status == 501) {
      return fail(Kind.MISCONFIGURED, "lacks what this tier needs (" + answer + ")");
    }
    if (status >= 500 || status == 408) {
      return TryAgainException.failing(address + " fails (" + answer + ")", status == 503);
    }
    return refused(status, code, answer);
  }

  private TierException refused(int status, String code, String answer) {
    if (status == 401 || WRONG_LOGIN.contains(code)) {
      return fail(
          Kind.MISCONFIGURED, "wants other credentials (" + answer + "); see this tier's options");
    }
    if (NO_BUCKET.contains(code)) {
      return fail(
          Kind.MISCONFIGURED, "does not exist (" + answer + "); create it, or see its option");
    }
    return status == 403
        ? fail(Kind.REJECTED, "gives these credentials no right to do this (" + answer + ")")
        : fail(Kind.REJECTED, "refused (" + answer + ")");
  }

  /** There was no answer. */
  public TierException notAnswered(Throwable cause) {
    if (is(cause, ConnectException.class)
        || is(cause, NoRouteToHostException.class)
        || isNamed(cause, "ConnectTimeoutException")) {
      return fail(Kind.UNAVAILABLE, "cannot be reached", cause);
    }
    if (is(cause, UnknownHostException.class)) {
      return fail(Kind.UNAVAILABLE, "cannot be reached: its host name is not known", cause);
    }
    // Any other failure of TLS may come while the answer is read.
    if (is(cause, SSLHandshakeException.class) || is(cause, SSLPeerUnverifiedException.class)) {
      return fail(Kind.UNAVAILABLE, "cannot be reached by TLS", cause);
    }
    if (isNamed(cause, "TimeoutException")) {
      return fail(Kind.TIMEOUT, "did not answer in time (option timeout)", cause);
    }
    if (is(cause, IOException.class)) {
      return fail(Kind.TIMEOUT, "broke the connection before it answered", cause);
    }
    return fail(Kind.UNAVAILABLE, "cannot be asked", cause);
  }

  /** There are no credentials to ask it with. */
  public TierException noCredentials(Throwable cause) {
    return fail(
        Kind.MISCONFIGURED,
        "cannot be asked: no credentials found; see this tier's options",
        cause);
  }

  TierException fail(Kind kind, String what) {
    return new TierException(kind, address + " " + what);
  }

  private TierException fail(Kind kind, String what, Throwable cause) {
    Throwable shown = chain(cause).filter(IOException.class::isInstance).findFirst().orElse(cause);
    return new TierException(kind, address + " " + what, shown);
  }

  private static boolean is(Throwable cause, Class<? extends Throwable> type) {
    return chain(cause).anyMatch(type::isInstance);
  }

  /** Each client has timeouts of its own. */
  private static boolean isNamed(Throwable cause, String end) {
    return chain(cause).anyMatch(link -> link.getClass().getSimpleName().endsWith(end));
  }

  private static Stream<Throwable> chain(Throwable cause) {
    return Stream.iterate(cause, link -> link != null, Throwable::getCause).limit(DEEPEST_CAUSE);
  }
}
