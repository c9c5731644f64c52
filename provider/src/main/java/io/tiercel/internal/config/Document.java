package io.tiercel.internal.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a file says, not yet understood.
 *
 * @param name short, for messages: {@code classpath:tiercel.properties}; empty without a file
 * @param description what was read, in full
 * @param entries values by dotted key
 * @param problems what is wrong with its form
 */
record Document(
    String name, String description, Map<String, String> entries, List<String> problems) {

  Document {
    entries = new LinkedHashMap<>(entries);
    problems = List.copyOf(problems);
  }

  /** No file: everything by default. */
  static Document none() {
    return new Document("", "no file, heap alone", Map.of(), List.of());
  }
}
