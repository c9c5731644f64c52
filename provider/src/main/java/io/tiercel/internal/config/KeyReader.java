package io.tiercel.internal.config;

import io.tiercel.tiers.spi.NearestName;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Finds out what a key is about. A cache's name may hold dots, so its option is the longest known
 * end of the key, unless the name is quoted.
 */
final class KeyReader {
  /** The parts a configuration has. */
  enum Section {
    PREFIX,
    TIERS,
    CACHES;

    String word() {
      return this == PREFIX ? CacheOptions.PREFIX.name() : this == TIERS ? "tiers" : "caches";
    }

    /** Whether a key starts with the word of a section. */
    static boolean begins(String key) {
      return Stream.of(values())
          .anyMatch(s -> key.equals(s.word()) || key.startsWith(s.word() + "."));
    }
  }

  /**
   * What a key is about.
   *
   * @param name of a tier; of a cache, or a wildcard
   * @param path the option below it
   */
  record Address(Section section, String name, String path) {}

  private final Vocabulary vocabulary;
  private final Collection<String> caches;

  /**
   * @param caches names of caches that other keys make certain
   */
  KeyReader(Vocabulary vocabulary, Collection<String> caches) {
    this.vocabulary = vocabulary;
    this.caches = caches;
  }

  /**
   * Reads a key.
   *
   * @throws IllegalArgumentException when it is about nothing; the message says why
   */
  Address read(String text) {
    Key key = Key.of(text);
    String first = key.part(0);
    if (first.equals(Section.PREFIX.word()) && key.size() == 1) {
      return new Address(Section.PREFIX, "", "");
    }
    if (first.equals(Section.TIERS.word()) && key.size() == 3) {
      return new Address(Section.TIERS, key.part(1), key.part(2));
    }
    if (first.equals(Section.CACHES.word()) && key.size() > 2) {
      int path = key.isQuoted(1) ? 2 : startOfPath(key);
      return new Address(Section.CACHES, key.join(1, path), key.join(path, key.size()));
    }
    throw new IllegalArgumentException(unknown(text, first));
  }

  private static String unknown(String text, String first) {
    Stream<Section> sections = Stream.of(Section.values());
    return switch (first) {
      case "tiers" -> "key \"" + text + "\" must read tiers.<tier>.<option>";
      case "caches" -> "key \"" + text + "\" must read caches.<cache>.<option>";
      case "prefix" -> "key \"" + text + "\" must read prefix";
      default ->
          NearestName.unknown("key", first, sections.map(Section::word))
              + (first.equals(text) ? "" : " (" + text + ")");
    };
  }

  private int startOfPath(Key key) {
    int last = key.size() - 1;
    String option = key.part(last);
    boolean mayHaveGroup = last > 2;
    if (mayHaveGroup && vocabulary.isGroupOption(key.part(last - 1), option)) {
      return last - 1;
    }
    if (Vocabulary.isCacheOption(option)) {
      return last;
    }
    int otherwise = mayHaveGroup && vocabulary.isGroup(key.part(last - 1)) ? last - 1 : last;
    return caches.stream()
        .filter(name -> key.join(1, key.size()).startsWith(name + "."))
        .map(name -> 2 + (int) name.chars().filter(c -> c == '.').count())
        .max(Comparator.naturalOrder())
        .orElse(otherwise);
  }
}
