package io.tiercel.internal.config;

import io.tiercel.internal.config.KeyReader.Address;
import io.tiercel.internal.config.KeyReader.Section;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts the sources of one configuration together: the file, over it the environment, over it the
 * system properties, over it the properties given for the manager.
 */
final class ConfigurationReader {
  private static final String OURS = "tiercel.";

  /**
   * One value as some source has it.
   *
   * @param place where, for messages
   */
  private record Given(String key, Object value, String place) {}

  private final Document file;
  private final Properties given;
  private final Properties system;
  private final Map<String, String> environment;
  private final Vocabulary vocabulary;
  private final Problems problems;
  private final Placeholders placeholders;

  ConfigurationReader(
      Document file,
      Properties given,
      Properties system,
      Map<String, String> environment,
      Vocabulary vocabulary,
      Problems problems) {
    this.file = file;
    this.given = given;
    this.system = system;
    this.environment = environment;
    this.vocabulary = vocabulary;
    this.problems = problems;
    this.placeholders = new Placeholders(this::lookup);
  }

  /** Reads all sources; learns the tiers they name; what is wrong goes to the problems. */
  SettingTree read() {
    file.problems().forEach(problem -> problems.add(file.name(), problem));
    List<Given> fromFile = new ArrayList<>();
    file.entries().forEach((key, value) -> fromFile.add(new Given(key, value, file.name())));
    List<Given> fromSystem = prefixed(system);
    List<Given> fromCode = givenForManager();

    Set<String> caches = new LinkedHashSet<>();
    Stream.of(fromFile, fromSystem, fromCode).flatMap(List::stream).forEach(g -> learn(g, caches));
    List<Given> fromEnvironment = fromEnvironment(caches);
    fromEnvironment.forEach(g -> learn(g, caches));

    KeyReader keys = new KeyReader(vocabulary, caches);
    SettingTree all = new SettingTree();
    Stream.of(fromFile, fromEnvironment, fromSystem, fromCode)
        .map(source -> tree(source, keys))
        .forEach(all::overlay);
    learnTypes(all);
    return all;
  }

  /** What was read, for a line in the log. */
  String description() {
    String overrides =
        Stream.of(
                counted(givenForManager().size(), "property of the manager"),
                counted(prefixed(system).size(), "system property"),
                counted(
                    (int) environment.keySet().stream().filter(EnvironmentKeys::isOurs).count(),
                    "environment variable"))
            .filter(count -> !count.isEmpty())
            .collect(Collectors.joining(", "));
    return overrides.isEmpty() ? file.description() : file.description() + " + " + overrides;
  }

  private static String counted(int count, String what) {
    return count == 0 ? "" : count + " x " + what;
  }

  private static List<Given> prefixed(Properties properties) {
    return properties.stringPropertyNames().stream()
        .filter(key -> key.startsWith(OURS))
        .sorted()
        .map(
            key ->
                new Given(
                    key.substring(OURS.length()),
                    properties.getProperty(key),
                    "system property " + key))
        .toList();
  }

  /** Properties of a manager may be objects, and need no prefix; others' are left alone. */
  private List<Given> givenForManager() {
    Map<String, Object> entries = new TreeMap<>();
    given.stringPropertyNames().forEach(key -> entries.put(key, given.getProperty(key)));
    given.forEach((key, value) -> entries.put(String.valueOf(key), value));
    List<Given> found = new ArrayList<>();
    entries.forEach(
        (key, value) -> {
          boolean prefixed = key.startsWith(OURS);
          if (prefixed || Section.begins(key)) {
            String bare = prefixed ? key.substring(OURS.length()) : key;
            found.add(new Given(bare, value, "property " + key + " of the manager"));
          }
        });
    return found;
  }

  private List<Given> fromEnvironment(Set<String> caches) {
    EnvironmentKeys keys = new EnvironmentKeys(vocabulary, caches);
    List<Given> found = new ArrayList<>();
    for (String variable : new TreeSet<>(environment.keySet())) {
      if (EnvironmentKeys.isOurs(variable)) {
        String place = "environment variable " + variable;
        try {
          String value = environment.get(variable);
          found.add(new Given(keys.key(variable), value == null ? "" : value, place));
        } catch (IllegalArgumentException e) {
          problems.add(place, String.valueOf(e.getMessage()));
        }
      }
    }
    return found;
  }

  /** Learns names of tiers and caches that a key makes certain, before keys are read. */
  private void learn(Given entry, Set<String> caches) {
    Key key;
    try {
      key = Key.of(entry.key());
    } catch (IllegalArgumentException e) {
      return; // told when the key is read
    }
    int last = key.size() - 1;
    String section = key.part(0);
    if (section.equals(Section.TIERS.word()) && key.size() == 3) {
      vocabulary.addTier(key.part(1));
    } else if (section.equals(Section.CACHES.word()) && last > 1) {
      if (key.isQuoted(1)) {
        caches.add(key.part(1));
      } else if (Vocabulary.isCacheOption(key.part(last))) {
        caches.add(key.join(1, last));
      }
    }
  }

  private void learnTypes(SettingTree all) {
    all.tiers.forEach(
        (tier, options) -> {
          Setting type = options.get(CacheOptions.TYPE.name());
          if (type != null && !type.takesBack()) {
            vocabulary.addTier(tier, type.text());
          }
        });
  }

  private SettingTree tree(List<Given> source, KeyReader keys) {
    SettingTree tree = new SettingTree();
    for (Given entry : source) {
      try {
        put(tree, keys.read(entry.key()), entry);
      } catch (IllegalArgumentException e) {
        problems.add(entry.place(), String.valueOf(e.getMessage()));
      }
    }
    return tree;
  }

  private void put(SettingTree tree, Address address, Given entry) {
    switch (address.section()) {
      case PREFIX -> tree.prefix = setting("prefix", entry);
      case TIERS ->
          tree.putTier(address.name(), address.path(), setting(tierHome(address.name()), entry));
      case CACHES ->
          tree.putCache(address.name(), address.path(), setting(cacheHome(address.name()), entry));
    }
  }

  private Setting setting(String what, Given entry) {
    String home = home(what, entry.place());
    String raw = String.valueOf(entry.value());
    if (!(entry.value() instanceof String text)) {
      return new Setting(home, entry.value(), raw);
    }
    try {
      return new Setting(home, placeholders.fill(text).strip(), raw.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("value of " + entry.key() + ": " + e.getMessage(), e);
    }
  }

  private @Nullable String lookup(String name) {
    return Stream.of(given.getProperty(name), system.getProperty(name), environment.get(name))
        .filter(value -> value != null)
        .findFirst()
        .orElse(null);
  }

  /** How messages call a tier. */
  static String tierHome(String tier) {
    return "tier \"" + tier + "\"";
  }

  /** How messages call a cache, or a template. */
  static String cacheHome(String name) {
    return (name.contains("*") ? "caches \"" : "cache \"") + name + "\"";
  }

  /** How messages call something in a place. */
  static String home(String what, String place) {
    return place.isEmpty() ? what : what + " (" + place + ")";
  }
}
