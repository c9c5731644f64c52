package io.tiercel.internal.codec;

import io.tiercel.tiers.spi.AllowedClasses;
import io.tiercel.tiers.spi.CodecContext;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The names of keys in byte tiers: printable ASCII without blanks, readable where they can be,
 * never the same for two different keys.
 *
 * <pre>
 * key                                       name
 * "moby-dick"                               moby-dick
 * "Bücher/7 %"                              B%C3%BCcher/7%20%25    UTF-8 where it is not plain
 * "~x", ""                                  %7Ex, ~string:         only tags begin with ~
 * 42, 42L, 'c', true, a UUID, ...           ~int:42, ~long:42, ~char:c, ~boolean:true, ~uuid:...
 * an enum's constant                        ~enum:com.acme.Color/RED
 * anything else, or longer than allowed     ~hash:(SHA-256 as Base64 for URLs, 43 characters)
 * </pre>
 *
 * <p>A hashed name does not tell the key; the {@linkplain Envelope envelope} does, and is asked on
 * every read. Thread-safe.
 */
final class KeyNames<K> {
  private static final char TAGGED = '~';
  private static final String EMPTY = "~string:";
  private static final String HASH = "~hash:";
  private static final String ENUM = "~enum:";

  private final Class<K> keyType;
  private final int maxNameBytes;
  private final Codecs codecs;
  private final KeyDigest digest;
  private final AllowedClasses allowed;
  private final ClassResolver resolver;

  /**
   * @param keyType what every key is
   * @param codecs write keys that are hashed
   * @param maxNameBytes the longest name the tier takes
   */
  KeyNames(CodecContext context, Class<K> keyType, Codecs codecs, int maxNameBytes) {
    this.keyType = keyType;
    this.maxNameBytes = maxNameBytes;
    this.codecs = codecs;
    this.digest = new KeyDigest(codecs);
    this.allowed = AllowedClasses.of(context);
    this.resolver = new ClassResolver(context.classLoader());
  }

  /**
   * Names a key.
   *
   * @throws IllegalArgumentException when the key is of a class that is not allowed or cannot be
   *     written; the message names the class and what to do
   */
  String of(K key) {
    String name = readable(key);
    return name != null && name.length() <= maxNameBytes ? name : hashed(key);
  }

  private @Nullable String readable(K key) {
    if (key instanceof String text) {
      return ofString(text);
    }
    SimpleKey<?> simple = SimpleKey.of(key.getClass());
    if (simple != null) {
      return TAGGED + simple.tag() + ":" + NameText.escape(simple.text(key));
    }
    if (key instanceof Enum<?> constant) {
      Class<?> type = constant.getDeclaringClass();
      allowed.require(type);
      return ENUM + NameText.escape(type.getName() + "/" + constant.name());
    }
    return null;
  }

  private static String ofString(String text) {
    if (text.isEmpty()) {
      return EMPTY;
    }
    if (text.charAt(0) != TAGGED) {
      return NameText.escape(text);
    }
    StringBuilder escaped = new StringBuilder();
    NameText.escape(TAGGED, escaped);
    return escaped + NameText.escape(text.substring(1));
  }

  private String hashed(K key) {
    return HASH + Base64.getUrlEncoder().withoutPadding().encodeToString(digest.of(key));
  }

  private static boolean isHashed(String name) {
    return name.startsWith(HASH);
  }

  /** What the envelope must keep because the name does not tell the key, or null. */
  @Nullable Encoded echo(K key, String name) {
    return isHashed(name) ? codecs.encode(key) : null;
  }

  /** Makes sure that an entry found under the name of a key is the key's. */
  void verify(K key, String name, @Nullable Encoded echo) throws RejectedException {
    if (!isHashed(name)) {
      return;
    }
    if (echo == null) {
      throw new RejectedException(Reject.FOREIGN_KEY);
    }
    if (!codecs.encode(key).equals(echo)) {
      K found = codecs.decode(echo, keyType);
      require(Codecs.reading(() -> found.equals(key)));
    }
  }

  /** Returns the key whose entry was found under a name. */
  K keyOf(String name, @Nullable Encoded echo) throws RejectedException {
    K key = isHashed(name) && echo != null ? codecs.decode(echo, keyType) : find(name);
    if (key == null) {
      throw new RejectedException(Reject.FOREIGN_KEY);
    }
    require(Codecs.reading(() -> of(key).equals(name)));
    return key;
  }

  private static void require(boolean isOurs) throws RejectedException {
    if (!isOurs) {
      throw new RejectedException(Reject.FOREIGN_KEY);
    }
  }

  /** Returns the key that this name tells, or null when it tells none of this cache. */
  @Nullable K find(String name) {
    if (isHashed(name)) {
      return null;
    }
    try {
      Object key = parse(name);
      return keyType.isInstance(key) && of(keyType.cast(key)).equals(name)
          ? keyType.cast(key)
          : null;
    } catch (RuntimeException | ClassNotFoundException | LinkageError e) {
      return null;
    }
  }

  private @Nullable Object parse(String name) throws ClassNotFoundException {
    if (name.charAt(0) != TAGGED) {
      return NameText.unescape(name);
    }
    if (name.equals(EMPTY)) {
      return "";
    }
    int colon = name.indexOf(':');
    String text = NameText.unescape(name.substring(colon + 1));
    if (colon < 0 || text == null) {
      return null;
    }
    if (name.startsWith(ENUM)) {
      return constant(text);
    }
    SimpleKey<?> simple = SimpleKey.of(name.substring(1, colon));
    return simple == null ? null : simple.key(text);
  }

  private @Nullable Object constant(String text) throws ClassNotFoundException {
    int slash = text.indexOf('/');
    String className = text.substring(0, slash);
    allowed.require(className);
    Object[] constants = resolver.resolve(className).getEnumConstants();
    if (constants != null) {
      for (Object constant : constants) {
        if (((Enum<?>) constant).name().equals(text.substring(slash + 1))) {
          return constant;
        }
      }
    }
    return null;
  }
}
