package io.tiercel.tiers.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An answer of HTTP; its methods change it and return it. */
final class RestReply {
  /** With two digits for the day, other than {@link DateTimeFormatter#RFC_1123_DATE_TIME}. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

  private final int status;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private byte[] body = new byte[0];

  RestReply(int status) {
    this.status = status;
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  RestReply with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  RestReply with(String header, Instant value) {
    return with(header, date(value));
  }

  /** As HTTP writes dates. */
  static String date(Instant instant) {
    return DATE.format(instant.atZone(ZoneOffset.UTC));
  }

  RestReply body(String type, String text) {
    return body(type, text.getBytes(UTF_8));
  }

  RestReply body(String type, byte[] bytes) {
    body = bytes;
    return with("Content-Type", type);
  }

  /** Sends it; the answer to HEAD tells the length of a body that is not sent. */
  void send(HttpExchange exchange) throws IOException {
    headers.forEach(exchange.getResponseHeaders()::set);
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    if (isHead) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
    }
    if (isHead || body.length == 0) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }
}
