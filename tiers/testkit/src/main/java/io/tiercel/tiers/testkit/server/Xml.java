package io.tiercel.tiers.testkit.server;

/** How XML is written. */
final class Xml {
  private Xml() {}

  static String element(String name, Object value) {
    return "<" + name + ">" + escaped(value.toString()) + "</" + name + ">";
  }

  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (point < ' ' || point > '~' || "<>&\"'".indexOf(point) >= 0) {
                escaped.append("&#x").append(Integer.toHexString(point)).append(';');
              } else {
                escaped.appendCodePoint(point);
              }
            });
    return escaped.toString();
  }
}
