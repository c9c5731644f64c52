package io.tiercel.internal.config;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of caches by name and wildcard. All that match a cache are merged; where two say
 * something different, the narrower one wins. Immutable.
 */
final class Templates {
  private record Template(String name, Pattern pattern, Map<String, Setting> settings) {}

  private final List<Template> widestFirst;

  Templates(Map<String, Map<String, Setting>> byName) {
    widestFirst =
        byName.keySet().stream()
            .sorted(widestFirst())
            .map(name -> new Template(name, pattern(name), byName.getOrDefault(name, Map.of())))
            .toList();
  }

  /** The names that are no wildcards, in alphabetical order. */
  Set<String> names() {
    return widestFirst.stream()
        .map(Template::name)
        .filter(name -> !isWildcard(name))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Names and wildcards. */
  Stream<String> all() {
    return widestFirst.stream().map(Template::name);
  }

  /** The settings under exactly this name or wildcard. */
  Map<String, Setting> exactly(String name) {
    return widestFirst.stream()
        .filter(template -> template.name().equals(name))
        .findFirst()
        .map(Template::settings)
        .orElse(Map.of());
  }

  /** What all templates together say of a cache, by path. */
  Map<String, Setting> merged(String cache) {
    Map<String, Setting> merged = new LinkedHashMap<>();
    widestFirst.stream()
        .filter(template -> template.pattern().matcher(cache).matches())
        .forEach(template -> SettingTree.overlay(merged, template.settings()));
    return merged;
  }

  static boolean isWildcard(String name) {
    return name.contains("*");
  }

  /** The more letters a wildcard has, the narrower it is; a name is narrower than any of them. */
  private static Comparator<String> widestFirst() {
    return Comparator.<String, Boolean>comparing(name -> !isWildcard(name))
        .thenComparing(name -> name.replace("*", "").length())
        .thenComparing(name -> name.indexOf('*'))
        .thenComparing(Comparator.<String>naturalOrder().reversed());
  }

  private static Pattern pattern(String wildcard) {
    return Pattern.compile(
        Stream.of(wildcard.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
        Pattern.DOTALL);
  }
}
