package io.tiercel.internal.config;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The types of tier, codec or compression that the class path offers. Offering is all: a type is
 * used only when it is named.
 */
final class Offers<F> {
  private static final System.Logger LOG = System.getLogger(Offers.class.getName());

  /** A class path that fails more often than this fails for ever. */
  private static final int MOST_FAILURES = 100;

  private final Map<String, F> byType = new TreeMap<>();

  private Offers() {}

  /** Finds the factories; one that cannot be loaded is logged and left out. */
  static <F> Offers<F> find(ServiceLoader<F> services, Function<F, String> type) {
    Offers<F> offers = new Offers<>();
    Iterator<F> factories = services.iterator();
    for (int failures = 0; failures < MOST_FAILURES; ) {
      try {
        if (!factories.hasNext()) {
          break;
        }
        F factory = factories.next();
        offers.byType.putIfAbsent(type.apply(factory), factory);
      } catch (ServiceConfigurationError e) {
        failures++;
        LOG.log(System.Logger.Level.WARNING, "a type on the class path cannot be used", e);
      }
    }
    return offers;
  }

  /** The factory of this type, or null when the class path offers none. */
  @Nullable F get(String type) {
    return byType.get(type);
  }

  /** The types, sorted. */
  Collection<String> types() {
    return byType.keySet();
  }

  /** All that are offered, sorted by type. */
  Collection<F> all() {
    return byType.values();
  }

  /** Says that a type is missing, and how to get it if it is one of ours. */
  String missing(String kind, String type, String artifact, Collection<String> ours) {
    String found = byType.isEmpty() ? "none" : String.join(", ", types());
    String start = kind + " \"" + type + "\" is not on the class path; found: " + found;
    return ours.contains(type) ? start + ". Add the artifact " + artifact + type : start;
  }
}
