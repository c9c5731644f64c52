package io.tiercel.internal.config;

import io.tiercel.tiers.spi.NearestName;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.OptionValues;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Checks settings against the options they are for, and tells problems by their settings. */
final class OptionCheck {
  private final ClassLoader loader;
  private final Problems problems;

  OptionCheck(ClassLoader loader, Problems problems) {
    this.loader = loader;
    this.problems = problems;
  }

  /**
   * Checks the values that were given.
   *
   * @param prefix what stands before the options' names in messages: {@code heap.}, or nothing
   * @param settings by option name; unknown ones are told and left out
   * @param home where to tell of a required option that was not given
   */
  OptionValues check(
      String prefix, Collection<Option<?>> known, Map<String, Setting> settings, String home) {
    Map<String, Object> given = new LinkedHashMap<>();
    settings.forEach(
        (name, setting) -> {
          if (named(name, known).isEmpty()) {
            tellUnknown(prefix, name, known, setting);
          } else if (!setting.takesBack()) {
            given.put(name, setting.value());
          }
        });
    return OptionValues.check(
        known, given, loader, problem -> tell(prefix, problem, settings, home));
  }

  /** Checks the values that were given, as {@link #check}, but lets required ones be absent. */
  void checkPart(String prefix, Collection<Option<?>> known, Map<String, Setting> settings) {
    settings.forEach(
        (name, setting) -> {
          List<Option<?>> one = named(name, known);
          if (one.isEmpty()) {
            tellUnknown(prefix, name, known, setting);
          } else if (!setting.takesBack()) {
            check(prefix, one, Map.of(name, setting), setting.home());
          }
        });
  }

  private static List<Option<?>> named(String name, Collection<Option<?>> known) {
    return known.stream().filter(option -> option.name().equals(name)).toList();
  }

  private void tellUnknown(
      String prefix, String name, Collection<Option<?>> known, Setting setting) {
    Stream<String> names = known.stream().map(option -> prefix + option.name());
    problems.add(setting, NearestName.unknown("option", prefix + name, names));
  }

  private void tell(String prefix, String problem, Map<String, Setting> settings, String home) {
    Setting setting = settings.get(problem.substring(0, problem.indexOf(' ')));
    if (setting == null || setting.takesBack()) {
      problems.add(home, prefix + problem);
    } else {
      problems.add(setting, prefix + problem);
    }
  }
}
