package io.tiercel.tiers.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request of HTTP, read whole. */
final class RestRequest {
  private static final int MAX_BODY = 64 << 20;

  private final String method;
  private final String path;
  private final Map<String, String> query;
  private final Headers headers;
  private final byte[] body;

  /**
   * A request.
   *
   * @param target path and query, percent-encoded
   */
  RestRequest(String method, URI target, Headers headers, byte[] body) {
    this.method = method;
    this.path = target.getRawPath();
    this.query = query(target.getRawQuery());
    this.headers = headers;
    this.body = body;
  }

  static RestRequest read(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
    if (body.length > MAX_BODY) {
      throw new Refusal(413, "EntityTooLarge", "a body has at most " + MAX_BODY + " bytes here");
    }
    return new RestRequest(
        exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getRequestHeaders(), body);
  }

  private RestRequest(RestRequest other, byte[] body) {
    this.method = other.method;
    this.path = other.path;
    this.query = other.query;
    this.headers = other.headers;
    this.body = body;
  }

  /** The same request with another body: what the sent one stands for. */
  RestRequest withBody(byte[] other) {
    return new RestRequest(this, other);
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new TreeMap<>();
    if (raw == null || raw.isEmpty()) {
      return query;
    }
    for (String parameter : raw.split("&", -1)) {
      String[] pair = parameter.split("=", 2);
      String value = pair.length == 2 ? URLDecoder.decode(pair[1], UTF_8) : "";
      if (query.put(URLDecoder.decode(pair[0], UTF_8), value) != null) {
        throw new Refusal(400, "InvalidArgument", "parameter " + pair[0] + " is given twice");
      }
    }
    return query;
  }

  String method() {
    return method;
  }

  /** The path as it was sent, percent-encoded. */
  String path() {
    return path;
  }

  /** Decodes a part of the path. */
  static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), UTF_8);
  }

  Map<String, String> query() {
    return query;
  }

  /** The value of a parameter of the query, if it has any. */
  @Nullable String parameter(String name) {
    String value = query.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** How many a page may have at most: what a parameter says, within a bound. */
  int limit(String name, int bound) {
    String value = parameter(name);
    try {
      int limit = value == null ? bound : Math.min(bound, Integer.parseInt(value));
      if (limit >= 1) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new Refusal(400, "InvalidArgument", name + " must be a number >= 1, not " + value);
  }

  /** Refuses what it would have to ignore. */
  void allowOnly(Set<String> parameters) {
    for (String name : query.keySet()) {
      if (!parameters.contains(name)) {
        throw new Refusal(501, "NotImplemented", "this server does not know parameter " + name);
      }
    }
  }

  /**
   * Refuses headers of the service it would have to ignore, and conditions on times.
   *
   * @param own how the names of the service's headers begin
   * @param open how those begin of which it knows all
   */
  void allowOnlyHeaders(String own, Set<String> known, Set<String> open) {
    for (String header : headers.keySet()) {
      String name = header.toLowerCase(Locale.ROOT);
      boolean isKnown =
          !name.startsWith(own) || known.contains(name) || open.stream().anyMatch(name::startsWith);
      if (!isKnown || name.equals("if-modified-since") || name.equals("if-unmodified-since")) {
        throw new Refusal(501, "NotImplemented", "this server does not know header " + header);
      }
    }
  }

  /** That a server does not know what this asks. */
  Refusal unknown() {
    String what = method + " " + path + " " + query.keySet();
    return new Refusal(501, "NotImplemented", "this server does not know " + what);
  }

  Headers headers() {
    return headers;
  }

  @Nullable String header(String name) {
    return headers.getFirst(name);
  }

  /** The headers whose names begin like this, in lower case and without it. */
  Map<String, String> headersAfter(String prefix) {
    Map<String, String> found = new TreeMap<>();
    headers.forEach(
        (name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (lower.startsWith(prefix)) {
            found.put(lower.substring(prefix.length()), String.join(",", values));
          }
        });
    return found;
  }

  byte[] body() {
    return body;
  }
}
