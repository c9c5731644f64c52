package io.tiercel.tiers.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/**
 * What one process says to all that share a Redis.
 *
 * <pre>
 *   1c 9f86d081884c7d65 42 tiercel:books::moby-dick
 *   |`kind `origin      |  `text
 *   `format             `number
 * </pre>
 *
 * @param origin who says it: a name for as long as a link lives
 * @param number which of the origin's changes it is about: they are counted from 1
 * @param text the key that was changed, or what the kind says
 */
record BusMessage(Kind kind, String origin, long number, String text) {
  private static final char FORMAT = '1';
  private static final int LONGEST_ORIGIN = 32;

  /** What is said. */
  enum Kind {
    /** The key was changed, or may have been; a prefix stands for all keys of its cache. */
    CHANGED('c'),
    /** The attempt of this number changed nothing. */
    UNCHANGED('n'),
    /** Keys that are not named any more were changed, by attempts up to this number. */
    MANY_CHANGED('m'),
    /** The origin lives, and has made no more attempts than this; the text is for itself alone. */
    BEAT('b'),
    /** The origin goes, having made no more attempts than this. */
    FAREWELL('f');

    private final char code;

    Kind(char code) {
      this.code = code;
    }
  }

  /** Null for what this version does not understand. */
  static @Nullable BusMessage parse(String message) {
    String[] parts = message.split(" ", 4);
    if (parts.length < 4
        || parts[0].length() != 2
        || parts[0].charAt(0) != FORMAT
        || parts[1].length() > LONGEST_ORIGIN) {
      return null;
    }
    for (Kind kind : Kind.values()) {
      if (kind.code == parts[0].charAt(1)) {
        try {
          return new BusMessage(kind, parts[1], Long.parseLong(parts[2]), parts[3]);
        } catch (NumberFormatException e) {
          return null;
        }
      }
    }
    return null;
  }

  /** How many changes the origin had begun without this one. */
  long countedBefore() {
    return switch (kind) {
      case CHANGED, UNCHANGED, MANY_CHANGED -> number - 1;
      case BEAT, FAREWELL -> number;
    };
  }

  byte[] bytes() {
    return ("" + FORMAT + kind.code + " " + origin + " " + number + " " + text).getBytes(US_ASCII);
  }

  byte[] key() {
    return text.getBytes(US_ASCII);
  }
}
