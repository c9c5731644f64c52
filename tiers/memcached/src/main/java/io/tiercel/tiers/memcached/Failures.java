package io.tiercel.tiers.memcached;

import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import java.net.UnknownHostException;
import java.util.Locale;
import net.rubyeye.xmemcached.exception.MemcachedClientException;
import net.rubyeye.xmemcached.exception.MemcachedException;
import net.rubyeye.xmemcached.exception.MemcachedServerException;
import net.rubyeye.xmemcached.exception.UnknownCommandException;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a node, in terms a caller can act on. The client's own exceptions name keys,
 * and are not passed on.
 */
final class Failures {
  private final MemcachedEndpoint endpoint;
  private final String address;

  Failures(NodeAddress node, MemcachedEndpoint endpoint) {
    this.endpoint = endpoint;
    this.address = node.toString();
  }

  /** No answer came in time. */
  TierException timeout() {
    return fail(
        Kind.TIMEOUT,
        "did not answer within %s (option timeout)"
            .formatted(MemcachedOptions.TIMEOUT.form().format(endpoint.timeout())));
  }

  /** The caller was interrupted while it waited for an answer. */
  TierException interrupted(InterruptedException cause) {
    return new TierException(
        Kind.TIMEOUT, "interrupted while waiting for an answer of " + address, cause);
  }

  /** The tier was used after it had been closed. */
  TierException closed() {
    return new TierException(Kind.UNAVAILABLE, "the connection to " + address + " is closed");
  }

  /** The node knows no such user, or not with this password. */
  TierException loginRefused() {
    return fail(Kind.MISCONFIGURED, "wants another login; see options username and password");
  }

  /** The node is not set up for logins. */
  TierException takesNoLogin() {
    return fail(
        Kind.MISCONFIGURED,
        "takes no login by SASL; start it with -S, or do without options username and password");
  }

  /** There is no connection, because the last attempt to make one failed. */
  TierException notConnected(Throwable cause) {
    if (cause instanceof TierException known) {
      return new TierException(known.kind(), String.valueOf(known.getMessage()));
    }
    if (cause instanceof UnknownHostException) {
      return fail(Kind.UNAVAILABLE, "cannot be reached: its host name is not known");
    }
    String limit = MemcachedOptions.CONNECT_TIMEOUT.form().format(endpoint.connectTimeout());
    return new TierException(
        Kind.UNAVAILABLE,
        "%s cannot be reached (option connect-timeout is %s)".formatted(address, limit),
        cause);
  }

  /** The connection was found broken before anything was sent. */
  TierException broken() {
    return fail(Kind.UNAVAILABLE, "is not connected");
  }

  /** Whether this failure says that the connection is of no use any more. */
  static boolean isBroken(MemcachedException failure) {
    return answer(failure) == null;
  }

  /** The error that the node answered by, or null when it did not answer. */
  private static @Nullable Throwable answer(MemcachedException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof MemcachedServerException
            || cause instanceof MemcachedClientException
            || cause instanceof UnknownCommandException
        ? cause
        : null;
  }

  /** A command failed. */
  TierException of(MemcachedException failure) {
    Throwable answer = answer(failure);
    if (answer == null) {
      return ofBroken(String.valueOf(failure.getMessage()));
    }
    String message = String.valueOf(answer.getMessage()).toLowerCase(Locale.ROOT);
    if (answer instanceof UnknownCommandException) {
      return fail(Kind.MISCONFIGURED, "does not know a command that the tier needs");
    }
    if (message.contains("auth")) {
      return loginRefused();
    }
    if (message.contains("too large") || message.contains("too big")) {
      return fail(
          Kind.REJECTED,
          "takes no value as large as this; lower option max-value-bytes, or start it with a larger"
              + " -I");
    }
    if (message.contains("out of memory")) {
      return fail(Kind.REJECTED, "has no room left; see its settings -m and -M");
    }
    return fail(Kind.REJECTED, "answered by an error");
  }

  private TierException ofBroken(String message) {
    boolean isSent = message.startsWith("Session has been closed") || message.startsWith("Oper");
    return isSent
        ? fail(
            Kind.TIMEOUT,
            "broke the connection before it answered; if it always does, it may want a login"
                + " (options username and password)")
        : broken();
  }

  private TierException fail(Kind kind, String what) {
    return new TierException(kind, address + " " + what);
  }
}
