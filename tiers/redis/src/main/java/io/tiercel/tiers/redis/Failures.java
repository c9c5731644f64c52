package io.tiercel.tiers.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a Redis, in terms a caller can act on. Of what the server says only the
 * error's code is repeated: the rest may quote keys, values and passwords.
 */
final class Failures {
  /** In a script, the error of a command may stand behind that of the script. */
  private static final Pattern CODE = Pattern.compile("(?:ERR .*[ :]-|^)([A-Z]{3,}) .*");

  private static final int DEEPEST_CAUSE = 20;

  private final RedisEndpoint endpoint;
  private final String address;

  Failures(RedisEndpoint endpoint) {
    this.endpoint = endpoint;
    this.address = endpoint.address();
  }

  /** No answer came in time. */
  TierException timeout() {
    return new TierException(
        Kind.TIMEOUT,
        "%s did not answer within %s (option timeout)"
            .formatted(address, RedisOptions.TIMEOUT.form().format(endpoint.timeout())));
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

  /** There is no connection, because the last attempt to make one failed. */
  TierException notConnected(Throwable cause) {
    Throwable answer = root(cause, RedisCommandExecutionException.class);
    if (answer != null) {
      return refused(answer);
    }
    if (root(cause, SslHandshakeTimeoutException.class) != null) {
      return fail(
          Kind.UNAVAILABLE,
          "cannot be reached: it did not answer in TLS; does that port speak it at all?",
          cause);
    }
    if (root(cause, SSLException.class) != null
        || root(cause, GeneralSecurityException.class) != null) {
      return fail(
          Kind.MISCONFIGURED,
          "cannot be reached by TLS; see options trust-store, key-store and verify-peer",
          cause);
    }
    if (root(cause, UnknownHostException.class) != null) {
      return fail(Kind.UNAVAILABLE, "cannot be reached: its host name is not known", cause);
    }
    if (messages(cause).anyMatch(text -> text.contains("using sentinel for masterId"))) {
      return fail(Kind.MISCONFIGURED, "is a master that its sentinels do not know", cause);
    }
    if (messages(cause).anyMatch(text -> text.contains("requires epoll or kqueue"))) {
      return fail(
          Kind.MISCONFIGURED,
          "is a socket, which needs Netty's native transport; add"
              + " io.netty:netty-transport-native-epoll (or -kqueue)",
          cause);
    }
    String limit = RedisOptions.CONNECT_TIMEOUT.form().format(endpoint.connectTimeout());
    return fail(
        Kind.UNAVAILABLE,
        "cannot be reached (option connect-timeout is %s)".formatted(limit),
        cause);
  }

  /** A command failed. */
  TierException of(Request<?> request, Throwable cause) {
    if (cause instanceof RedisCommandExecutionException) {
      return isRefusal(cause) ? refused(request.type().toString(), cause) : refused(cause);
    }
    if (isNotConnected(cause)) {
      return fail(Kind.UNAVAILABLE, "is not connected", cause);
    }
    if (messages(cause).anyMatch(text -> text.startsWith("Cannot determine a"))) {
      return fail(
          Kind.UNAVAILABLE,
          "has no server that may be read from (option read-from is " + endpoint.readFrom() + ")",
          cause);
    }
    if (messages(cause).anyMatch(text -> text.contains("size exceeded"))) {
      return fail(
          Kind.UNAVAILABLE, "does not keep up: too many commands wait for an answer", cause);
    }
    if (cause instanceof RedisException || cause instanceof IOException) {
      return fail(Kind.TIMEOUT, "broke the connection before it answered", cause);
    }
    return fail(Kind.UNAVAILABLE, "cannot be asked", cause);
  }

  /** Whether a command was not sent, as there was no connection. */
  static boolean isNotConnected(Throwable cause) {
    String message = cause.getMessage();
    return cause instanceof RedisException
        && message != null
        && (message.startsWith("Currently not connected")
            || message.startsWith("Connection is closed"));
  }

  /** Whether another command to the same end may be carried out where this one was not. */
  static boolean isCuredByAnother(Throwable cause) {
    return cause instanceof RedisNoScriptException
        || hasCode(cause, "WRONGTYPE")
        || isRefusal(cause);
  }

  /** Whether the server refuses this command, or these options of it, whatever its arguments. */
  static boolean isRefusal(Throwable cause) {
    return isUnknownCommand(cause)
        || String.valueOf(cause.getMessage()).startsWith("ERR syntax error")
        || (hasCode(cause, "NOPERM")
            && !String.valueOf(cause.getMessage()).contains("keys")
            && !isAboutChannels(cause));
  }

  private static boolean isAboutChannels(Throwable cause) {
    return String.valueOf(cause.getMessage()).contains("channel");
  }

  /** Whether the server answered by an error of one of these codes. */
  static boolean hasCode(Throwable cause, String... codes) {
    return cause instanceof RedisCommandExecutionException
        && Stream.of(codes).anyMatch(code(cause)::equals);
  }

  private static boolean isUnknownCommand(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return message.startsWith("ERR unknown command")
        || message.contains("Unknown Redis command called from")
        || message.contains("can't run this command");
  }

  private TierException refused(String command, Throwable cause) {
    return fail(
        hasCode(cause, "NOPERM") ? Kind.REJECTED : Kind.MISCONFIGURED,
        "refuses the command "
            + command
            + "; the tier needs it, so allow it to this user or do not rename it",
        cause);
  }

  private TierException refused(Throwable cause) {
    if (isAboutChannels(cause)) {
      return fail(
          Kind.REJECTED,
          "gives this user no right to publish in the channel " + Bus.CHANNEL,
          cause);
    }
    String message = String.valueOf(cause.getMessage());
    String code = code(cause);
    return switch (code) {
      case "NOAUTH", "WRONGPASS" ->
          fail(
              Kind.MISCONFIGURED,
              "wants another login (" + code + "); see options username and password",
              cause);
      case "NOPERM" ->
          fail(Kind.REJECTED, "gives this user no right to the keys of this cache (NOPERM)", cause);
      case "OOM" ->
          fail(
              Kind.REJECTED,
              "has no room left (OOM); see its settings maxmemory and maxmemory-policy",
              cause);
      case "MISCONF" ->
          fail(Kind.REJECTED, "takes no writes, as it cannot save them to disk (MISCONF)", cause);
      case "WRONGTYPE" ->
          fail(Kind.CORRUPT, "holds something that no tier wrote under this name", cause);
      case "READONLY" ->
          fail(Kind.UNAVAILABLE, "is a replica and takes no writes (READONLY)", cause);
      case "LOADING", "BUSY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "NOREPLICAS" ->
          fail(Kind.UNAVAILABLE, "cannot serve at the moment (" + code + ")", cause);
      case "MOVED", "ASK", "CROSSSLOT" ->
          fail(Kind.MISCONFIGURED, "is a cluster; set option mode to cluster", cause);
      default -> refusedByText(message, cause);
    };
  }

  private TierException refusedByText(String message, Throwable cause) {
    if (message.contains("cluster support disabled")) {
      return fail(Kind.MISCONFIGURED, "is no cluster; do not set option mode to cluster", cause);
    }
    if (message.contains("DB index")) {
      return fail(
          Kind.MISCONFIGURED,
          "has no database " + endpoint.database() + " (option database)",
          cause);
    }
    if (message.contains("max number of clients")) {
      return fail(Kind.UNAVAILABLE, "takes no more clients; see its setting maxclients", cause);
    }
    if (message.contains("AUTH") || message.contains("password")) {
      return fail(
          Kind.MISCONFIGURED, "wants another login; see options username and password", cause);
    }
    return fail(Kind.REJECTED, "answered by an error", cause);
  }

  private TierException fail(Kind kind, String what, Throwable cause) {
    return new TierException(kind, address + " " + what, presentable(cause));
  }

  /** An error that quotes its command's arguments is not passed on. */
  private static @Nullable Throwable presentable(Throwable cause) {
    return messages(cause).anyMatch(text -> text.contains("with args beginning with"))
        ? null
        : cause;
  }

  /** What may be said of a failure in a log: the code of the server's error, or its kind. */
  static String codeOf(Throwable cause) {
    String code = code(cause);
    return code.isEmpty() ? cause.getClass().getSimpleName() : code;
  }

  private static String code(Throwable cause) {
    Matcher matcher = CODE.matcher(String.valueOf(cause.getMessage()));
    return matcher.matches() ? matcher.group(1) : "";
  }

  private static @Nullable Throwable root(Throwable cause, Class<? extends Throwable> type) {
    return chain(cause).filter(type::isInstance).findFirst().orElse(null);
  }

  private static Stream<String> messages(Throwable cause) {
    return chain(cause).map(link -> String.valueOf(link.getMessage()));
  }

  /** A client that tried several servers keeps what befell it at each as suppressed. */
  private static Stream<Throwable> chain(Throwable cause) {
    return Stream.iterate(cause, link -> link != null, Throwable::getCause)
        .limit(DEEPEST_CAUSE)
        .flatMap(
            link ->
                Stream.concat(
                    Stream.of(link), Stream.of(link.getSuppressed()).flatMap(Failures::chain)));
  }
}
