package io.tiercel.tiers.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The Shared Key scheme: a request to Azure Storage is signed by an HMAC of its method, some
 * headers, those that begin with {@code x-ms-}, its path and its parameters.
 */
final class AzureSignature {
  private static final Duration MAX_AGE = Duration.ofMinutes(15);
  private static final List<String> SIGNED =
      List.of(
          "Content-Encoding",
          "Content-Language",
          "Content-Length",
          "Content-MD5",
          "Content-Type",
          "Date",
          "If-Modified-Since",
          "If-Match",
          "If-None-Match",
          "If-Unmodified-Since",
          "Range");

  private final String account;
  private final byte[] key;

  /** Made with this key of this account. */
  AzureSignature(String account, byte[] key) {
    this.account = account;
    this.key = key.clone();
  }

  /** Refuses a request that is not signed, or was changed since, or is old. */
  void check(RestRequest request, Instant now) {
    String authorization = request.header("Authorization");
    if (authorization == null) {
      throw new Refusal(401, "NoAuthenticationInformation", "the request is not signed");
    }
    if (!authorization.equals("SharedKey " + account + ":" + of(request))) {
      throw wrong("the signature is not that of " + text(request).replace("\n", "\\n"));
    }
    if (Duration.between(sent(request), now).abs().compareTo(MAX_AGE) > 0) {
      throw wrong("the date is more than " + MAX_AGE.toMinutes() + " minutes off");
    }
  }

  private static Instant sent(RestRequest request) {
    String date = request.header("x-ms-date");
    try {
      return Instant.from(
          DateTimeFormatter.RFC_1123_DATE_TIME.parse(
              String.valueOf(date == null ? request.header("Date") : date)));
    } catch (DateTimeException e) {
      throw wrong("no date, or none of HTTP");
    }
  }

  private static Refusal wrong(String why) {
    return new Refusal(
        403, "AuthenticationFailed", "Server failed to authenticate the request: " + why);
  }

  private String of(RestRequest request) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text(request).getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String text(RestRequest request) {
    StringBuilder text = new StringBuilder(request.method()).append('\n');
    SIGNED.forEach(header -> text.append(signed(request, header)).append('\n'));
    Map<String, String> own = new TreeMap<>();
    request
        .headers()
        .forEach((name, values) -> own.put(name.toLowerCase(Locale.ROOT), values.get(0).strip()));
    own.forEach(
        (name, value) -> {
          if (name.startsWith("x-ms-")) {
            text.append(name).append(':').append(value).append('\n');
          }
        });
    text.append('/').append(account).append(request.path());
    request
        .query()
        .forEach((name, value) -> text.append('\n').append(name).append(':').append(value));
    return text.toString();
  }

  private static String signed(RestRequest request, String header) {
    String value = request.header(header);
    if (value == null || (header.equals("Content-Length") && value.equals("0"))) {
      return "";
    }
    return header.equals("Date") && request.header("x-ms-date") != null ? "" : value;
  }
}
