package io.tiercel.internal.config;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Reads the format of {@link Properties}, in UTF-8, refusing keys that appear twice. */
final class PropertiesText {
  private PropertiesText() {}

  /** Reads it all; what is wrong goes to the document's problems. */
  static Document read(String name, String description, Reader text) throws IOException {
    Entries entries = new Entries();
    try {
      entries.load(text);
    } catch (IllegalArgumentException e) {
      entries.problems.add("is not in the format of properties: " + e.getMessage());
    }
    return new Document(name, description, entries.inOrder, entries.problems);
  }

  private static final class Entries extends Properties {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> inOrder = new LinkedHashMap<>();
    private final transient List<String> problems = new ArrayList<>();

    @Override
    public synchronized Object put(Object key, Object value) {
      if (inOrder.put((String) key, (String) value) != null) {
        problems.add("key \"" + key + "\" appears twice");
      }
      return super.put(key, value);
    }

    @Override
    public synchronized boolean equals(Object other) {
      return this == other;
    }

    @Override
    public synchronized int hashCode() {
      return System.identityHashCode(this);
    }
  }
}
