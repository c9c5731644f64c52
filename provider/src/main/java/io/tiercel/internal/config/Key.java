package io.tiercel.internal.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A dotted key, cut at its dots; a part in double quotes may hold dots of its own: {@code
 * caches."com.acme.heap".tiers}.
 */
record Key(List<Part> parts) {
  /** One part of a key. */
  record Part(String text, boolean quoted) {}

  /**
   * Cuts a key.
   *
   * @throws IllegalArgumentException when a quote does not end, or a part is empty
   */
  static Key of(String key) {
    List<Part> parts = new ArrayList<>();
    int start = 0;
    while (start <= key.length()) {
      boolean quoted = start < key.length() && key.charAt(start) == '"';
      int end = quoted ? key.indexOf('"', start + 1) : endOfPart(key, start);
      String text = end < 0 ? "" : key.substring(quoted ? start + 1 : start, end);
      int next = quoted ? end + 1 : end;
      if (text.isEmpty() || (next < key.length() && key.charAt(next) != '.')) {
        throw new IllegalArgumentException(
            "key \""
                + key
                + "\" is not a list of names with dots between; quote a name as in"
                + " caches.\"a.b\".tiers");
      }
      parts.add(new Part(text, quoted));
      start = next + 1;
    }
    return new Key(parts);
  }

  private static int endOfPart(String key, int start) {
    int dot = key.indexOf('.', start);
    return dot < 0 ? key.length() : dot;
  }

  /** A name as a part of a key. */
  static String quote(String name) {
    return '"' + name + '"';
  }

  int size() {
    return parts.size();
  }

  String part(int index) {
    return parts.get(index).text();
  }

  boolean isQuoted(int index) {
    return parts.get(index).quoted();
  }

  /** The parts of a range with dots between. */
  String join(int from, int to) {
    return parts.subList(from, to).stream().map(Part::text).collect(Collectors.joining("."));
  }
}
