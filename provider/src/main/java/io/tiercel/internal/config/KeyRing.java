package io.tiercel.internal.config;

import io.tiercel.internal.codec.Encryption;
import io.tiercel.tiers.spi.EncryptionKeys;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Keys as the configuration lists them, the first writes. Immutable; its text has the ids alone.
 */
final class KeyRing implements EncryptionKeys {
  private static final String FILE = "file:";
  private static final String CLASS = "class:";
  private static final int KEY_BYTES = 32;
  private static final int MAX_FILE_BYTES = 1 << 16;

  private final Map<String, SecretKey> keys;
  private final String writing;

  private KeyRing(Map<String, SecretKey> keys) {
    this.keys = keys;
    this.writing = keys.keySet().iterator().next();
  }

  /**
   * The keys that a setting names.
   *
   * @throws IllegalArgumentException when it names none, or not as it should; the message has
   *     nothing of any key
   */
  static EncryptionKeys of(String text, ClassLoader loader) {
    if (text.startsWith(CLASS)) {
      return made(text.substring(CLASS.length()).strip(), loader);
    }
    return parse(text.startsWith(FILE) ? content(text) : text);
  }

  private static EncryptionKeys made(String className, ClassLoader loader) {
    try {
      return LoadedFactory.of(className, EncryptionKeys.class, loader).create();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("\"" + className + "\" " + e.getMessage(), e);
    }
  }

  private static String content(String uri) {
    try (InputStream in = URI.create(uri).toURL().openStream()) {
      byte[] content = in.readNBytes(MAX_FILE_BYTES + 1);
      if (content.length > MAX_FILE_BYTES) {
        throw new IllegalArgumentException("must name a file of at most 64KB");
      }
      return new String(content, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "names a file that cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private static KeyRing parse(String text) {
    Map<String, SecretKey> keys = new LinkedHashMap<>();
    List<String> pairs =
        Stream.of(text.split("[,\n]", -1)).map(String::strip).filter(p -> !p.isEmpty()).toList();
    for (String pair : pairs) {
      int colon = pair.indexOf(':');
      String id = pair.substring(0, Math.max(0, colon)).strip();
      if (!Encryption.ID.matcher(id).matches()) {
        throw new IllegalArgumentException(
            "must be id:key pairs, separated by commas, but number "
                + (keys.size() + 1)
                + " has no id of 1 to 64 letters, digits, dots, dashes and underscores");
      }
      if (keys.put(id, key(id, pair.substring(colon + 1).strip())) != null) {
        throw new IllegalArgumentException("must have the id \"" + id + "\" once");
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("must name at least one key");
    }
    return new KeyRing(keys);
  }

  private static SecretKey key(String id, String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) { // whose message has a part of the key
      bytes = new byte[0];
    }
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "must have 32 bytes in Base64 as the key \""
              + id
              + "\"; openssl rand -base64 32 makes such");
    }
    return new SecretKeySpec(bytes, "HmacSHA256");
  }

  @Override
  public String writing() {
    return writing;
  }

  @Override
  public @Nullable SecretKey find(String id) {
    return keys.get(id);
  }

  @Override
  public String toString() {
    return "KeyRing" + keys.keySet();
  }
}
