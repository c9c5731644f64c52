package io.tiercel.tiers.spi;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One option a tier, codec or copier understands: its name, the form of its value, its default and
 * its minimum. Immutable; each method returns a changed copy.
 *
 * @param <T> the type of the value
 */
public final class Option<T> {
  private final String name;
  private final OptionForm<T> form;
  private final String meaning;
  private final @Nullable T defaultValue;
  private final @Nullable T minimum;
  private final boolean required;
  private final boolean secret;

  private Option(
      String name,
      OptionForm<T> form,
      String meaning,
      @Nullable T defaultValue,
      @Nullable T minimum,
      boolean required,
      boolean secret) {
    this.name = name;
    this.form = form;
    this.meaning = meaning;
    this.defaultValue = defaultValue;
    this.minimum = minimum;
    this.required = required;
    this.secret = secret;
  }

  /**
   * Any text.
   *
   * @param name lower case with dashes
   * @param meaning one sentence for the options table, with the unit and when it does nothing
   */
  public static Option<String> text(String name, String meaning) {
    return of(name, OptionForm.TEXT, meaning);
  }

  /** A whole number. */
  public static Option<Long> count(String name, String meaning) {
    return of(name, OptionForm.COUNT, meaning);
  }

  /** A number of bytes: {@code 1048576}, {@code 512KB}, {@code 64MB}, {@code 2GB}; 1 KB is 1024. */
  public static Option<Long> bytes(String name, String meaning) {
    return of(name, OptionForm.BYTES, meaning);
  }

  /** A duration: {@code 50ms}, {@code 30s}, {@code 10m}, {@code 12h}, {@code 7d} or ISO-8601. */
  public static Option<Duration> duration(String name, String meaning) {
    return of(name, OptionForm.DURATION, meaning);
  }

  /** {@code true} or {@code false}. */
  public static Option<Boolean> flag(String name, String meaning) {
    return of(name, OptionForm.FLAG, meaning);
  }

  /** An absolute URI. */
  public static Option<URI> uri(String name, String meaning) {
    return of(name, OptionForm.URI, meaning);
  }

  /** An object, or the name of a class with a public constructor without parameters. */
  public static <T> Option<T> instance(String name, Class<T> type, String meaning) {
    return of(name, OptionForm.instance(type), meaning);
  }

  private static <T> Option<T> of(String name, OptionForm<T> form, String meaning) {
    if (!name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("an option is named like-this, not " + name);
    }
    return new Option<>(name, form, meaning, null, null, false, false);
  }

  /** With the value that holds when none is given. */
  public Option<T> byDefault(T value) {
    return new Option<>(name, form, meaning, value, minimum, required, secret);
  }

  /** With the least value allowed. */
  public Option<T> atLeast(T least) {
    return new Option<>(name, form, meaning, defaultValue, least, required, secret);
  }

  /** A value must be given. */
  public Option<T> mandatory() {
    return new Option<>(name, form, meaning, defaultValue, minimum, true, secret);
  }

  /** The value is never shown. */
  public Option<T> hidden() {
    return new Option<>(name, form, meaning, defaultValue, minimum, required, true);
  }

  /** The name, as in configuration files. */
  public String name() {
    return name;
  }

  /** The form of its value. */
  public OptionForm<T> form() {
    return form;
  }

  /** One sentence: meaning, unit, and when it does nothing. */
  public String meaning() {
    return meaning;
  }

  /** The value that holds when none is given, or null when there is none. */
  public @Nullable T defaultValue() {
    return defaultValue;
  }

  /** The least value allowed, or null when there is none. */
  public @Nullable T minimum() {
    return minimum;
  }

  /** Whether a value must be given. */
  public boolean isRequired() {
    return required;
  }

  /** Whether the value is never shown. */
  public boolean isSecret() {
    return secret;
  }

  @Override
  public String toString() {
    return name;
  }
}
