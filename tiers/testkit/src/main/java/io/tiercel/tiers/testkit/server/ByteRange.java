package io.tiercel.tiers.testkit.server;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a content that a request asks for.
 *
 * @param first the first byte, from 0
 * @param last the last byte, included
 * @param length of the whole
 */
record ByteRange(int first, int last, int length) {
  private static final Pattern FORM = Pattern.compile("bytes=(\\d*)-(\\d*)");

  /**
   * Reads the header {@code Range}.
   *
   * @return null when the whole is asked for
   */
  static @Nullable ByteRange of(@Nullable String header, int length, String refusalCode) {
    if (header == null) {
      return null;
    }
    Matcher parts = FORM.matcher(header);
    if (!parts.matches() || header.equals("bytes=-")) {
      throw new Refusal(400, "InvalidArgument", "not a range: " + header);
    }
    ByteRange range = of(parts.group(1), parts.group(2), length);
    if (range.first >= length || range.first > range.last) {
      throw new Refusal(416, refusalCode, header + " of " + length + " bytes");
    }
    return range;
  }

  private static ByteRange of(String first, String last, int length) {
    if (first.isEmpty()) {
      long suffix = Math.min(length, Long.parseLong(last));
      return new ByteRange((int) (length - suffix), length - 1, length);
    }
    long end = last.isEmpty() ? length - 1 : Math.min(length - 1, Long.parseLong(last));
    return new ByteRange((int) Math.min(length, Long.parseLong(first)), (int) end, length);
  }

  byte[] cut(byte[] whole) {
    return Arrays.copyOfRange(whole, first, last + 1);
  }

  /** The header {@code Content-Range}. */
  String header() {
    return "bytes " + first + "-" + last + "/" + length;
  }
}
