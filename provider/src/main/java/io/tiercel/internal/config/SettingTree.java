package io.tiercel.internal.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one source says, or several of them together: the settings by what they are for. */
final class SettingTree {
  /** What sets the caches apart on shared backends. */
  @Nullable Setting prefix;

  /** Settings by tier name and option. */
  final Map<String, Map<String, Setting>> tiers = new LinkedHashMap<>();

  /** Settings by cache name or wildcard, and path: {@code statistics}, {@code heap.max-entries}. */
  final Map<String, Map<String, Setting>> caches = new LinkedHashMap<>();

  void putTier(String tier, String option, Setting setting) {
    tiers.computeIfAbsent(tier, t -> new LinkedHashMap<>()).put(option, setting);
  }

  void putCache(String name, String path, Setting setting) {
    caches.computeIfAbsent(name, n -> new LinkedHashMap<>()).put(path, setting);
  }

  /** Lets the settings of a stronger source replace those of the same name here. */
  void overlay(SettingTree stronger) {
    if (stronger.prefix != null) {
      prefix = stronger.prefix;
    }
    stronger.tiers.forEach(
        (tier, options) -> tiers.computeIfAbsent(tier, t -> new LinkedHashMap<>()).putAll(options));
    stronger.caches.forEach(
        (name, paths) -> overlay(caches.computeIfAbsent(name, n -> new LinkedHashMap<>()), paths));
  }

  /** Settings replace those of the same path; a kind of expiry replaces every other kind. */
  static void overlay(Map<String, Setting> base, Map<String, Setting> stronger) {
    if (stronger.keySet().stream().anyMatch(SettingTree::isExpiry)) {
      base.keySet().removeIf(SettingTree::isExpiry);
    }
    base.putAll(stronger);
  }

  /** The settings without those that were taken back. */
  static Map<String, Setting> given(Map<String, Setting> settings) {
    Map<String, Setting> given = new LinkedHashMap<>(settings);
    given.values().removeIf(Setting::takesBack);
    return given;
  }

  /** Those of these settings whose path starts with the group, by what follows. */
  static Map<String, Setting> group(Map<String, Setting> settings, String group) {
    Map<String, Setting> found = new LinkedHashMap<>();
    settings.forEach(
        (path, setting) -> {
          if (path.startsWith(group + ".")) {
            found.put(path.substring(group.length() + 1), setting);
          }
        });
    return found;
  }

  private static boolean isExpiry(String path) {
    return path.startsWith(CacheOptions.EXPIRY_GROUP + ".");
  }
}
