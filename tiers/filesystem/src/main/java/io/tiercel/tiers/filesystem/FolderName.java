package io.tiercel.tiers.filesystem;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of a cache's folder: different for different caches also where case does not matter, and
 * possible on every file system.
 */
final class FolderName {
  private static final int LONGEST = 120;
  private static final int DIGEST_DIGITS = 32;

  private FolderName() {}

  /** {@code cache-} and the namespace, where anything but lower case, digits and dashes is %xx. */
  static String of(String namespace) {
    StringBuilder name = new StringBuilder("cache-");
    for (byte b : namespace.getBytes(ISO_8859_1)) {
      char c = (char) (b & 0xFF);
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') {
        name.append(c);
      } else {
        name.append('%').append(HexFormat.of().toHexDigits(b));
      }
    }
    return name.length() <= LONGEST ? name.toString() : shortened(name.toString());
  }

  /** An underscore is in no other name. */
  private static String shortened(String name) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(ISO_8859_1));
      String digits = HexFormat.of().formatHex(digest).substring(0, DIGEST_DIGITS);
      return name.substring(0, LONGEST - DIGEST_DIGITS - 1) + "_" + digits;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
