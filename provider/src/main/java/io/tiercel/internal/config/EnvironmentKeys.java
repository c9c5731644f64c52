package io.tiercel.internal.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the key that an environment variable stands for: the key in upper case, with an underscore
 * for every other character. {@code TIERCEL_CACHES_BOOKS_HEAP_MAX_ENTRIES} is {@code
 * caches.books.heap.max-entries}.
 *
 * <p>Names that other sources use are recognised whatever they are made of; a cache that only the
 * environment names has letters and digits, and is lower case.
 */
final class EnvironmentKeys {
  private static final String TIERS = "TIERCEL_TIERS_";
  private static final String CACHES = "TIERCEL_CACHES_";
  private static final String TYPE_END = "_TYPE";

  private final Vocabulary vocabulary;
  private final List<String> caches;

  /**
   * @param caches names and wildcards that other sources use
   */
  EnvironmentKeys(Vocabulary vocabulary, Collection<String> caches) {
    this.vocabulary = vocabulary;
    this.caches = Stream.concat(caches.stream(), Stream.of("*")).distinct().toList();
  }

  /** Whether the variable is meant for a configuration. */
  static boolean isOurs(String variable) {
    return variable.equals("TIERCEL_PREFIX")
        || variable.startsWith(TIERS)
        || variable.startsWith(CACHES);
  }

  /**
   * The key a variable stands for.
   *
   * @throws IllegalArgumentException when there is none
   */
  String key(String variable) {
    if (variable.startsWith(TIERS)) {
      return tierKey(variable.substring(TIERS.length()));
    }
    return variable.startsWith(CACHES)
        ? cacheKey(variable.substring(CACHES.length()))
        : CacheOptions.PREFIX.name();
  }

  private String tierKey(String rest) {
    Optional<String> known = longest(vocabulary.tiers(), rest);
    if (known.isEmpty() && rest.endsWith(TYPE_END)) {
      known = Optional.of(dashed(rest.substring(0, rest.length() - TYPE_END.length())));
    }
    String tier =
        known.orElseThrow(
            () ->
                new IllegalArgumentException(
                    "names no tier; there are " + String.join(", ", vocabulary.tiers().toList())));
    return "tiers."
        + tier
        + "."
        + dashed(rest.substring(Math.min(rest.length(), tier.length() + 1)));
  }

  private String cacheKey(String rest) {
    Optional<String> cache = longest(caches.stream(), rest);
    if (cache.isPresent()) {
      return cacheKey(cache.get(), rest.substring(cache.get().length() + 1));
    }
    String path =
        vocabulary
            .paths()
            .map(EnvironmentKeys::variable)
            .filter(known -> rest.endsWith("_" + known))
            .max(Comparator.comparing(String::length))
            .orElseThrow(EnvironmentKeys::noCache);
    String name = rest.substring(0, rest.length() - path.length() - 1);
    if (!name.matches("[A-Z0-9]+")) {
      throw noCache();
    }
    return cacheKey(name.toLowerCase(Locale.ROOT), path);
  }

  private String cacheKey(String cache, String path) {
    String known =
        vocabulary.paths().filter(p -> variable(p).equals(path)).findFirst().orElse(dashed(path));
    return "caches." + Key.quote(cache) + "." + known;
  }

  private static IllegalArgumentException noCache() {
    return new IllegalArgumentException(
        "is no option of a cache that the configuration names; use a system property instead");
  }

  private static Optional<String> longest(Stream<String> names, String rest) {
    return names
        .filter(name -> rest.startsWith(variable(name) + "_"))
        .max(Comparator.comparing(String::length));
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static String dashed(String variable) {
    return variable.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
