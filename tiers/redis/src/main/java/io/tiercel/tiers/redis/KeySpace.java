package io.tiercel.tiers.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tiercel.tiers.spi.TierException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where one cache's entries lie among all keys of a Redis: {@code <namespace>::<name>}.
 *
 * <p>The first two colons end the namespace, whatever is in the name. A namespace in which they
 * could be mistaken is escaped, and begins with a tilde.
 */
final class KeySpace {
  private final String prefix;
  private final byte[] prefixBytes;
  private final int maxNameBytes;

  KeySpace(String namespace, int maxNameBytes) {
    this.prefix = (isPlain(namespace) ? namespace : escaped(namespace)) + "::";
    this.prefixBytes = prefix.getBytes(US_ASCII);
    this.maxNameBytes = maxNameBytes;
  }

  private static boolean isPlain(String namespace) {
    return !namespace.contains("::") && !namespace.endsWith(":") && !namespace.startsWith("~");
  }

  private static String escaped(String namespace) {
    return "~" + namespace.replace("%", "%25").replace(":", "%3A");
  }

  /** What every key of this cache begins with, and no other cache's. */
  String prefix() {
    return prefix;
  }

  /** The prefix of the cache that a key belongs to, or null when it is no cache's. */
  static @Nullable String prefixOf(byte[] key) {
    String text = new String(key, ISO_8859_1);
    int end = text.indexOf("::");
    return end < 0 ? null : text.substring(0, end + 2);
  }

  byte[] key(String name) {
    int length = name.length();
    if (length > maxNameBytes) {
      throw new TierException(
          TierException.Kind.REJECTED,
          "a name must be <= %d bytes but has %d (option max-name-bytes)"
              .formatted(maxNameBytes, length));
    }
    byte[] key = Arrays.copyOf(prefixBytes, prefixBytes.length + length);
    boolean isPlain = length > 0;
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      isPlain &= c > ' ' && c < 0x7F;
      key[prefixBytes.length + i] = (byte) c;
    }
    if (!isPlain) {
      throw new IllegalArgumentException(
          "a name must be printable ASCII without blanks, and not empty");
    }
    return key;
  }

  String name(byte[] key) {
    return new String(key, prefix.length(), key.length - prefix.length(), US_ASCII);
  }

  /** What SCAN matches this cache's keys by, and no others. */
  byte[] pattern() {
    return (prefix.replaceAll("([*?\\[\\]\\\\^])", "\\\\$1") + "*").getBytes(US_ASCII);
  }
}
