package io.tiercel.internal.config;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills in {@code ${NAME}} and {@code ${NAME:default}}; a doubled dollar stands for one. */
final class Placeholders {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$(\\$\\{)|\\$\\{([^}:]*)(:([^}]*))?}");

  private final Function<String, @Nullable String> lookup;

  Placeholders(Function<String, @Nullable String> lookup) {
    this.lookup = lookup;
  }

  /**
   * Fills in a text; what is filled in is not looked at again.
   *
   * @throws IllegalArgumentException when a name is not known and has no default
   */
  String fill(String text) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (matcher.find()) {
      String value = matcher.group(1) == null ? value(matcher) : matcher.group(1);
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(filled).toString();
  }

  private String value(Matcher placeholder) {
    String name = placeholder.group(2);
    String value = lookup.apply(name);
    String fallback = placeholder.group(4);
    if (value == null && fallback == null) {
      throw new IllegalArgumentException(
          "${"
              + name
              + "} is neither a property of the manager, a system property nor an"
              + " environment variable; write ${"
              + name
              + ":...} for a default");
    }
    return value == null ? fallback : value;
  }
}
