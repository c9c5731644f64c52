package io.tiercel.tiers.testkit.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list of objects.
 *
 * @param objects in the order of their names
 * @param groups what the names share up to a delimiter, each once, in order
 * @param next where the next page begins; null when this is the last
 */
record ObjectPage(List<StoredObject> objects, List<String> groups, @Nullable String next) {
  /** Above every character a name within a group goes on with. */
  private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

  /**
   * What to list.
   *
   * @param delimiter empty when names are not grouped
   * @param after the last name that is not wanted; empty begins with the first
   * @param limit how many objects and groups at most
   */
  record Query(String prefix, String delimiter, String after, int limit) {
    private @Nullable String groupOf(String name) {
      int end = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
      return end < 0 ? null : name.substring(0, end + delimiter.length());
    }
  }

  static ObjectPage of(NavigableMap<String, StoredObject> all, Query query) {
    List<StoredObject> objects = new ArrayList<>();
    Set<String> groups = new LinkedHashSet<>();
    String last = query.after;
    for (StoredObject object : all.tailMap(query.after, false).values()) {
      String name = object.name();
      String group = query.groupOf(name);
      if (!name.startsWith(query.prefix) || (group != null && groups.contains(group))) {
        continue;
      }
      if (objects.size() + groups.size() == query.limit) {
        return new ObjectPage(objects, List.copyOf(groups), token(last));
      }
      if (group == null) {
        objects.add(object);
        last = name;
      } else {
        groups.add(group);
        last = group + LAST_CHARACTER;
      }
    }
    return new ObjectPage(objects, List.copyOf(groups), null);
  }

  private static String token(String last) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(UTF_8));
  }

  /** The name after which a page begins. */
  static String after(@Nullable String token) {
    return token == null ? "" : new String(Base64.getUrlDecoder().decode(token), UTF_8);
  }
}
