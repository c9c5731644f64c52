package io.tiercel.tiers.spi;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the value of an option is written. Immutable. */
public final class OptionForm<T> {
  static final OptionForm<String> TEXT = new OptionForm<>(String.class, "text", (s, l) -> s);
  static final OptionForm<Long> COUNT =
      new OptionForm<>(Long.class, "a whole number", (s, l) -> Long.valueOf(s.replace("_", "")));
  static final OptionForm<Long> BYTES =
      new OptionForm<>(Long.class, "a size such as 512KB or 64MB", (s, l) -> parseBytes(s));
  static final OptionForm<Duration> DURATION =
      new OptionForm<>(Duration.class, "a duration such as 50ms, 30s or 10m", (s, l) -> parse(s));
  static final OptionForm<Boolean> FLAG =
      new OptionForm<>(Boolean.class, "true or false", (s, l) -> parseFlag(s));
  static final OptionForm<java.net.URI> URI =
      new OptionForm<>(java.net.URI.class, "an absolute URI", (s, l) -> parseUri(s));

  private static final Pattern AMOUNT = Pattern.compile("(\\d+)\\s*([a-zA-Z]*)");

  private final Class<T> type;
  private final String description;
  private final Parser<T> parser;

  private OptionForm(Class<T> type, String description, Parser<T> parser) {
    this.type = type;
    this.description = description;
    this.parser = parser;
  }

  static <T> OptionForm<T> instance(Class<T> type) {
    return new OptionForm<>(
        type,
        "the name of a class that implements " + type.getName(),
        (name, loader) -> instantiate(type, name, loader));
  }

  /**
   * Reads a value.
   *
   * @param given an object of the option's type, or text
   * @param loader resolves class names
   * @throws IllegalArgumentException when it is neither; the message says what was expected
   */
  public T parse(Object given, ClassLoader loader) {
    if (type.isInstance(given)) {
      return type.cast(given);
    }
    if (type == Long.class && given instanceof Integer number) {
      return type.cast(number.longValue());
    }
    try {
      return parser.parse(given.toString().strip(), loader);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalArgumentException("must be " + description + reason(e), e);
    }
  }

  private static String reason(Exception e) {
    return e instanceof ReflectiveOperationException ? " (" + e + ")" : "";
  }

  /** What a value looks like, for messages and tables. */
  public String description() {
    return description;
  }

  /** Writes a value the way configuration files have it. */
  public String format(@Nullable T value) {
    if (value instanceof Duration duration) {
      return formatDuration(duration);
    }
    if (this == BYTES && value instanceof Long bytes) {
      return formatBytes(bytes);
    }
    return String.valueOf(value);
  }

  private static String formatDuration(Duration duration) {
    if (duration.toMillisPart() != 0) {
      return duration.toMillis() + "ms";
    }
    long seconds = duration.toSeconds();
    return seconds % 60 == 0 && seconds != 0 ? seconds / 60 + "m" : seconds + "s";
  }

  private static String formatBytes(long bytes) {
    if (bytes != 0 && bytes % (1 << 20) == 0) {
      return (bytes >> 20) + "MB";
    }
    return bytes != 0 && bytes % (1 << 10) == 0 ? (bytes >> 10) + "KB" : Long.toString(bytes);
  }

  private static Boolean parseFlag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static java.net.URI parseUri(String text) {
    java.net.URI uri = java.net.URI.create(text);
    if (!uri.isAbsolute()) {
      throw new IllegalArgumentException(text);
    }
    return uri;
  }

  private static long parseBytes(String text) {
    Matcher amount = amount(text);
    long number = Long.parseLong(amount.group(1));
    int shift =
        switch (amount.group(2).toUpperCase(Locale.ROOT)) {
          case "", "B" -> 0;
          case "K", "KB", "KIB" -> 10;
          case "M", "MB", "MIB" -> 20;
          case "G", "GB", "GIB" -> 30;
          case "T", "TB", "TIB" -> 40;
          default -> throw new IllegalArgumentException(text);
        };
    return Math.multiplyExact(number, 1L << shift);
  }

  private static Duration parse(String text) {
    if (text.startsWith("P") || text.startsWith("p")) {
      return Duration.parse(text);
    }
    Matcher amount = amount(text);
    long number = Long.parseLong(amount.group(1));
    return switch (amount.group(2).toLowerCase(Locale.ROOT)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Matcher amount(String text) {
    Matcher amount = AMOUNT.matcher(text);
    if (!amount.matches()) {
      throw new IllegalArgumentException(text);
    }
    return amount;
  }

  private static <T> T instantiate(Class<T> type, String name, ClassLoader loader)
      throws ReflectiveOperationException {
    Class<?> named = Class.forName(name, true, loader);
    return type.cast(named.getConstructor().newInstance());
  }

  private interface Parser<T> {
    T parse(String text, ClassLoader loader) throws ReflectiveOperationException;
  }
}
