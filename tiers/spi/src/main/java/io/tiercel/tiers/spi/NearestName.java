package io.tiercel.tiers.spi;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds what was probably meant by a name that nobody knows. */
public final class NearestName {
  private NearestName() {}

  /** Says that the name is unknown, and the nearest known one, or all when none is near. */
  public static String unknown(String kind, String name, Stream<String> known) {
    List<String> names = known.sorted(Comparator.comparingInt(n -> distance(name, n))).toList();
    String start = "unknown " + kind + " \"" + name + "\"";
    if (names.isEmpty()) {
      return start + "; there is none";
    }
    if (distance(name, names.get(0)) <= Math.max(2, name.length() / 3)) {
      return start + "; did you mean \"" + names.get(0) + "\"?";
    }
    return start + "; known: " + String.join(", ", names.stream().sorted().toList());
  }

  /** The Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] costs = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      costs[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = costs[0];
      costs[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitute = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = costs[j];
        costs[j] = Math.min(substitute, 1 + Math.min(costs[j], costs[j - 1]));
      }
    }
    return costs[b.length()];
  }
}
