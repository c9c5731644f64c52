package io.tiercel.internal.codec;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Any text in printable ASCII without blanks: every other character, and {@code %} itself, becomes
 * the bytes of its UTF-8 form as {@code %XX}; half a surrogate pair is written as if it were a
 * character.
 */
final class NameText {
  private static final char ESCAPE = '%';
  private static final String HEX = "0123456789ABCDEF";

  private NameText() {}

  /** Returns the text itself when nothing needs escaping. */
  static String escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPlain(text.charAt(i))) {
        return escapeFrom(i, text);
      }
    }
    return text;
  }

  private static String escapeFrom(int start, String text) {
    StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, start);
    for (int i = start; i < text.length(); ) {
      int point = text.codePointAt(i);
      if (isPlain(point)) {
        out.append((char) point);
      } else {
        escape(point, out);
      }
      i += Character.charCount(point);
    }
    return out.toString();
  }

  static boolean isPlain(int point) {
    return point > ' ' && point <= '~' && point != ESCAPE;
  }

  static void escape(int point, StringBuilder out) {
    if (point < 0x80) {
      escapeByte(point, out);
    } else {
      int following = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
      escapeByte(((0xFF00 >> (following + 1)) & 0xFF) | (point >> (6 * following)), out);
      for (int i = following - 1; i >= 0; i--) {
        escapeByte(0x80 | ((point >> (6 * i)) & 0x3F), out);
      }
    }
  }

  private static void escapeByte(int unit, StringBuilder out) {
    out.append(ESCAPE).append(HEX.charAt(unit >> 4)).append(HEX.charAt(unit & 0xF));
  }

  /**
   * Returns the text that {@link #escape} turns into these characters, or null; where no text does,
   * it may be one that is escaped in another way.
   */
  static @Nullable String unescape(String name) {
    if (name.indexOf(ESCAPE) < 0) {
      return name;
    }
    byte[] bytes = bytes(name);
    return bytes == null ? null : text(bytes);
  }

  private static byte @Nullable [] bytes(String name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(name.length());
    for (int i = 0; i < name.length(); i++) {
      int unit = name.charAt(i);
      if (unit == ESCAPE) {
        if (i + 2 >= name.length()) {
          return null;
        }
        unit = (HEX.indexOf(name.charAt(i + 1)) << 4) | HEX.indexOf(name.charAt(i + 2));
        i += 2;
      }
      if (unit < 0) {
        return null;
      }
      out.write(unit);
    }
    return out.toByteArray();
  }

  /** Decodes UTF-8 in which halves of surrogate pairs may occur; null when it is malformed. */
  private static @Nullable String text(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length);
    for (int i = 0; i < bytes.length; ) {
      int first = bytes[i++] & 0xFF;
      int following = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
      if (i + following > bytes.length) {
        return null;
      }
      int point = following == 0 ? first : first & (0x3F >> following);
      for (int end = i + following; i < end; i++) {
        point = (point << 6) | (bytes[i] & 0x3F);
      }
      if (!Character.isValidCodePoint(point)) {
        return null;
      }
      out.appendCodePoint(point);
    }
    return out.toString();
  }
}
