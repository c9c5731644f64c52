package io.tiercel.internal.config;

/**
 * One value that somebody gave.
 *
 * @param home what it was given for and where, for messages: {@code cache "books"
 *     (classpath:tiercel.properties)}
 * @param value text, or an object from code
 * @param raw what may be shown of it: the text before placeholders were filled in
 */
record Setting(String home, Object value, String raw) {

  /** Whether this takes back what a wider template or weaker source said. */
  boolean takesBack() {
    return value.equals("");
  }

  /** The value as text. */
  String text() {
    return value.toString().strip();
  }

  /** A message about this setting without what placeholders brought in. */
  String conceal(String message) {
    String full = value.toString();
    return full.isEmpty() ? message : message.replace(full, raw);
  }
}
