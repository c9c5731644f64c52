package io.tiercel.internal.config;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads YAML 1.2 into the keys that a properties file would have. */
final class YamlText {
  private YamlText() {}

  /**
   * Reads it all; what is wrong goes to the document's problems. Without the optional YAML library
   * that is the only problem.
   */
  static Document read(String name, String description, Reader text) throws IOException {
    StringWriter all = new StringWriter();
    text.transferTo(all);
    try {
      return parse(name, description, all.toString());
    } catch (NoClassDefFoundError e) {
      String cure =
          "is YAML, which needs org.snakeyaml:snakeyaml-engine on the class path; add this artifact"
              + " or write a .properties file";
      return new Document(name, description, Map.of(), List.of(cure));
    }
  }

  private static Document parse(String name, String description, String text) {
    Map<String, String> entries = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    try {
      Object root = YamlEngine.load(name, text);
      if (root instanceof Map<?, ?> map) {
        flatten("", map, entries, problems);
      } else if (root != null) {
        problems.add("must be a tree of keys");
      }
    } catch (IllegalArgumentException e) {
      problems.add("is not YAML: " + e.getMessage());
    }
    return new Document(name, description, entries, problems);
  }

  private static void flatten(
      String prefix, Map<?, ?> map, Map<String, String> entries, List<String> problems) {
    map.forEach(
        (key, value) -> {
          boolean cache = prefix.equals("caches.") && value instanceof Map;
          String path = prefix + (cache ? Key.quote(String.valueOf(key)) : String.valueOf(key));
          if (value instanceof Map<?, ?> below) {
            flatten(path + ".", below, entries, problems);
          } else if (entries.put(path, scalar(value)) != null) {
            problems.add("key \"" + path + "\" appears twice");
          }
        });
  }

  private static String scalar(@Nullable Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
    return value == null ? "" : value.toString();
  }
}
