package io.tiercel.tiers.objectstore;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tiercel.tiers.spi.TierException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where one cache's entries lie in a bucket: {@code <prefix>/<namespace>/<name>}.
 *
 * <p>In namespace and name, letters, digits, {@code - _ : ~} and dots inside are written as they
 * are, all else as {@code =XX}, its code in hexadecimal. So a key has no part that a store, a
 * client or a file system would take for another, and no slash after the namespace.
 */
final class ObjectNames {
  /** Every store takes keys of 1024: of prefix, namespace, two slashes and a name, all escaped. */
  static final int LONGEST_PREFIX = 120;

  static final int LONGEST_NAMESPACE = 300;
  static final int LONGEST_NAME = (1024 - LONGEST_PREFIX - LONGEST_NAMESPACE - 2) / 3;

  private static final Pattern ESCAPE = Pattern.compile("=([0-9A-F]{2})");

  private final String base;

  ObjectNames(String prefix, String namespace) {
    this.base = (prefix.isEmpty() ? "" : prefix + "/") + shortened(escaped(namespace)) + "/";
  }

  private static String shortened(String namespace) {
    return namespace.length() <= LONGEST_NAMESPACE
        ? namespace
        : namespace.substring(0, LONGEST_NAMESPACE - 70) + "=sha256-" + sha256(namespace);
  }

  private static String sha256(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What every key of this cache begins with. */
  String base() {
    return base;
  }

  String key(String name) {
    if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException(
          "a name must be printable ASCII without blanks, and not empty");
    }
    if (name.length() > LONGEST_NAME) {
      throw new TierException(
          TierException.Kind.REJECTED,
          "a name must be <= %d bytes but has %d".formatted(LONGEST_NAME, name.length()));
    }
    return base + escaped(name);
  }

  /** The name of a key, or null when it is none of this cache's. */
  @Nullable String name(String key) {
    String escaped = key.startsWith(base) ? key.substring(base.length()) : "";
    String name =
        ESCAPE.matcher(escaped).replaceAll(m -> quoted((char) Integer.parseInt(m.group(1), 16)));
    return !name.isEmpty() && escaped(name).equals(escaped) ? name : null;
  }

  private static String quoted(char c) {
    return c == '$' || c == '\\' ? "\\" + c : String.valueOf(c);
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPlain(c) || (c == '.' && isInside(text, i))) {
        escaped.append(c);
      } else {
        escaped.append('=').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
      }
    }
    return escaped.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "-_:~".indexOf(c) >= 0;
  }

  private static boolean isInside(String text, int dot) {
    return dot > 0 && dot < text.length() - 1 && text.charAt(dot - 1) != '.';
  }
}
