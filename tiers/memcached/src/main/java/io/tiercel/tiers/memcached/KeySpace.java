package io.tiercel.tiers.memcached;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.tiercel.tiers.spi.TierException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Where one cache's entries lie among all keys of a Memcached.
 *
 * <pre>
 *   namespace::generation            the generation that holds, as text
 *   namespace:&lt;generation&gt;:name      an entry of that generation
 * </pre>
 *
 * <p>A namespace that would leave too little room for names is hashed, and begins with a tilde. As
 * generations are drawn by lot, no key of one cache is a key of another, whatever their names.
 */
final class KeySpace {
  /** What is left of Memcached's 250 bytes, in whatever cache. */
  static final int MAX_NAME_BYTES = 128;

  private static final int LONGEST_NAMESPACE = 250 - MAX_NAME_BYTES - Generation.LENGTH - 2;

  private final String namespace;

  KeySpace(String namespace) {
    this.namespace = isPlain(namespace) ? namespace : "~" + hash(namespace);
  }

  private static boolean isPlain(String namespace) {
    return namespace.length() <= LONGEST_NAMESPACE && !namespace.startsWith("~");
  }

  private static String hash(String namespace) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(namespace.getBytes(US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Where the generation that holds is kept. */
  String generation() {
    return namespace + "::generation";
  }

  /** What the key of every entry of a generation begins with. */
  String prefix(Generation generation) {
    return namespace + ":" + generation.text() + ":";
  }

  String key(Generation generation, String name) {
    return prefix(generation) + name;
  }

  /** Insists that a name is one. */
  void check(String name) {
    if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException(
          "a name must be printable ASCII without blanks, and not empty");
    }
    if (name.length() > MAX_NAME_BYTES) {
      throw new TierException(
          TierException.Kind.REJECTED,
          "a name must be <= %d bytes but has %d".formatted(MAX_NAME_BYTES, name.length()));
    }
  }
}
