package io.tiercel.internal.config;

import io.tiercel.tiers.spi.Option;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.cache.CacheException;

/** Gathers all that is wrong, so that one message tells everything. */
class Problems {
  private final Map<String, List<String>> byHome = new LinkedHashMap<>();
  private final Set<Setting> reported = Collections.newSetFromMap(new IdentityHashMap<>());
  private Function<String, RuntimeException> exception = CacheException::new;

  /** The same problems, for who may tell only of settings. */
  Problems ofSettings() {
    Problems all = this;
    return new Problems() {
      @Override
      void add(String home, String problem) {}

      @Override
      void add(Setting setting, String problem) {
        all.add(setting, problem);
      }
    };
  }

  /** Something is wrong at this place. */
  void add(String home, String problem) {
    List<String> problems = byHome.computeIfAbsent(home, h -> new ArrayList<>());
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  /** Something is wrong with this setting; told once, however many caches use it. */
  void add(Setting setting, String problem) {
    if (reported.add(setting)) {
      add(setting.home(), setting.conceal(problem));
    }
  }

  /**
   * Something is wrong with an option, where it is given, or else with what is there without it.
   */
  void add(Map<String, Setting> settings, Option<?> option, String home, String problem) {
    Setting setting = settings.get(option.name());
    if (setting == null) {
      add(home, problem);
    } else {
      add(setting, problem);
    }
  }

  /** What JSR-107 calls an invalid configuration. */
  void addInvalid(String home, String problem) {
    add(home, problem);
    exception = IllegalArgumentException::new;
  }

  /** What JSR-107 calls an unsupported feature. */
  void addUnsupported(String home, String problem) {
    add(home, problem);
    exception = UnsupportedOperationException::new;
  }

  /** Throws when anything is wrong: one line for each place. */
  void throwIfAny() {
    if (!byHome.isEmpty()) {
      throw exception.apply(
          byHome.entrySet().stream()
              .map(place -> place.getKey() + ": " + join(place.getValue()))
              .collect(Collectors.joining("\n")));
    }
  }

  private static String join(List<String> problems) {
    String count = problems.size() == 1 ? "" : problems.size() + " problems: ";
    return count + String.join("; ", problems);
  }
}
