package io.tiercel.tiers.testkit.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the parameter {@code fields} leaves of a resource: {@code nextPageToken,items(name,size)} or
 * {@code items/name}. Nothing below a name means all of it.
 */
final class JsonFields {
  private final Map<String, JsonFields> wanted = new LinkedHashMap<>();

  private JsonFields() {}

  static Object select(@Nullable String fields, Map<String, ?> resource) {
    if (fields == null) {
      return resource;
    }
    JsonFields selection = new JsonFields();
    if (selection.read(fields, 0) != fields.length()) {
      throw new Refusal(400, "invalidParameter", "Invalid field selection " + fields);
    }
    return selection.select(resource);
  }

  /** Reads a list, and returns where it ends. */
  private int read(String fields, int start) {
    int at = start - 1;
    do {
      at = readOne(fields, at + 1);
    } while (at < fields.length() && fields.charAt(at) == ',');
    return at;
  }

  private int readOne(String fields, int start) {
    int end = start;
    while (end < fields.length() && "/(),".indexOf(fields.charAt(end)) < 0) {
      end++;
    }
    JsonFields below =
        wanted.computeIfAbsent(fields.substring(start, end), name -> new JsonFields());
    if (end < fields.length() && fields.charAt(end) == '/') {
      return below.readOne(fields, end + 1);
    }
    if (end < fields.length() && fields.charAt(end) == '(') {
      int close = below.read(fields, end + 1);
      return close < fields.length() && fields.charAt(close) == ')' ? close + 1 : -1;
    }
    return end;
  }

  private Object select(Object value) {
    if (wanted.isEmpty() || wanted.containsKey("*")) {
      return value;
    }
    if (value instanceof List<?> elements) {
      return elements.stream().map(this::select).toList();
    }
    Map<String, Object> selected = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> members) {
      wanted.forEach(
          (name, below) -> {
            Object member = members.get(name);
            if (member != null) {
              selected.put(name, below.select(member));
            }
          });
    }
    return selected;
  }
}
