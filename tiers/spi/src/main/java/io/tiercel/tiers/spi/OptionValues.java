package io.tiercel.tiers.spi;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The values given for a set of options, checked. Immutable; its text form hides secrets. */
public final class OptionValues {
  private final Map<Option<?>, Object> values;

  private OptionValues(Map<Option<?>, Object> values) {
    this.values = values;
  }

  /**
   * Checks what was given.
   *
   * @param known the options there are
   * @param given values by option name: objects of the option's type, or text
   * @param loader resolves class names
   * @param problems told of each value that breaks a rule, and of each unknown name
   */
  public static OptionValues check(
      Collection<Option<?>> known,
      Map<String, ?> given,
      ClassLoader loader,
      Consumer<String> problems) {
    Map<Option<?>, Object> values = new LinkedHashMap<>();
    for (Option<?> option : known) {
      Object value = given.get(option.name());
      if (value != null) {
        putChecked(option, value, loader, values, problems);
      } else if (option.isRequired()) {
        problems.accept(option.name() + " is required");
      }
    }
    for (String name : given.keySet()) {
      if (known.stream().noneMatch(option -> option.name().equals(name))) {
        problems.accept(NearestName.unknown("option", name, known.stream().map(Option::name)));
      }
    }
    return new OptionValues(values);
  }

  private static <T> void putChecked(
      Option<T> option,
      Object given,
      ClassLoader loader,
      Map<Option<?>, Object> values,
      Consumer<String> problems) {
    try {
      T value = option.form().parse(given, loader);
      if (isBelow(value, option.minimum())) {
        problems.accept(
            option.name()
                + " must be >= "
                + option.form().format(option.minimum())
                + " but is "
                + option.form().format(value));
      }
      values.put(option, value);
    } catch (IllegalArgumentException e) {
      String shown = option.isSecret() ? "" : " but is \"" + given + "\"";
      problems.accept(option.name() + " " + e.getMessage() + shown);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> boolean isBelow(T value, @Nullable T minimum) {
    return minimum != null && ((Comparable<T>) value).compareTo(minimum) < 0;
  }

  /** The value of an option that has one: given, or by default. */
  public <T> T get(Option<T> option) {
    T value = find(option);
    if (value == null) {
      throw new IllegalStateException("option " + option + " has neither a value nor a default");
    }
    return value;
  }

  /** The value of an option: given, or by default, or null. */
  @SuppressWarnings("unchecked")
  public <T> @Nullable T find(Option<T> option) {
    Object value = values.get(option);
    return value == null ? option.defaultValue() : (T) value;
  }

  /** Whether a value was given. */
  public boolean isGiven(Option<?> option) {
    return values.containsKey(option);
  }

  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(value -> value.getKey() + "=" + (value.getKey().isSecret() ? "***" : value.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
