package io.tiercel.internal.config;

import io.tiercel.tiers.spi.NearestName;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.OptionValues;
import io.tiercel.tiers.spi.TierFactory;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the factory and the options of a tier that a stack names. */
final class TierResolver {
  private final Vocabulary vocabulary;
  private final Map<String, Map<String, Setting>> sections;
  private final OptionCheck check;
  private final Problems problems;

  /**
   * @param sections settings under {@code tiers.<tier>}
   */
  TierResolver(
      Vocabulary vocabulary,
      Map<String, Map<String, Setting>> sections,
      OptionCheck check,
      Problems problems) {
    this.vocabulary = vocabulary;
    this.sections = sections;
    this.check = check;
    this.problems = problems;
  }

  /**
   * The tier of this name with the options of all caches and those of one cache over them; null
   * when there is a problem that leaves nothing.
   *
   * @param cache settings of the cache, by path
   * @param naming the option that names the tier
   * @param home where to tell of what no setting is to blame for
   */
  @Nullable TierDefinition resolve(
      String tier, Option<?> naming, Map<String, Setting> cache, String home) {
    Map<String, Setting> options = new LinkedHashMap<>(sections.getOrDefault(tier, Map.of()));
    options.putAll(SettingTree.group(cache, tier));
    Setting type = options.remove(CacheOptions.TYPE.name());
    TierFactory factory = factory(tier, type, blamed(tier, type, cache.get(naming.name())), home);
    if (factory == null) {
      return null;
    }
    OptionValues values = check.check(tier + ".", factory.options(), options, home);
    return new TierDefinition(tier, factory, values);
  }

  /** The setting to blame when a tier cannot be found. */
  private @Nullable Setting blamed(String tier, @Nullable Setting type, @Nullable Setting naming) {
    if (type != null) {
      return type;
    }
    Map<String, Setting> section = sections.getOrDefault(tier, Map.of());
    return section.isEmpty() ? naming : section.values().iterator().next();
  }

  private @Nullable TierFactory factory(
      String tier, @Nullable Setting type, @Nullable Setting blamed, String home) {
    String typeName = type == null || type.takesBack() ? tier : type.text();
    TierFactory factory = vocabulary.factory(typeName);
    String wrongName = Vocabulary.nameProblem(tier);
    if (factory == null || wrongName != null) {
      String problem = wrongName == null ? vocabulary.missingType(tier, typeName) : wrongName;
      if (blamed == null) {
        problems.add(home, problem);
      } else {
        problems.add(blamed, problem);
      }
    }
    return factory;
  }

  /** Checks what is under {@code tiers}. */
  void checkSections() {
    sections.forEach(
        (tier, settings) -> {
          Setting type = settings.get(CacheOptions.TYPE.name());
          TierFactory factory = factory(tier, type, blamed(tier, type, null), "");
          if (factory != null) {
            checkOptions("", factory, settings);
          }
        });
  }

  /**
   * Checks that every path of a template means something, and the values it has for tiers, some of
   * which may still lack an option.
   */
  void checkGroups(Map<String, Setting> template) {
    Set<String> groups = new LinkedHashSet<>();
    template.forEach(
        (path, setting) -> {
          int dot = path.indexOf('.');
          String group = path.substring(0, Math.max(0, dot));
          if (dot < 0 ? !Vocabulary.isCacheOption(path) : !vocabulary.isGroup(group)) {
            problems.add(setting, NearestName.unknown("option", path, vocabulary.paths()));
          } else if (vocabulary.isTier(group)) {
            groups.add(group);
          }
        });
    groups.forEach(group -> checkGroup(group, SettingTree.group(template, group)));
  }

  private void checkGroup(String tier, Map<String, Setting> group) {
    Setting own = group.get(CacheOptions.TYPE.name());
    Setting type =
        own == null ? sections.getOrDefault(tier, Map.of()).get(CacheOptions.TYPE.name()) : own;
    Setting blamed = type == null ? group.values().iterator().next() : type;
    TierFactory factory = factory(tier, type, blamed, "");
    if (factory != null) {
      checkOptions(tier + ".", factory, group);
    }
  }

  private void checkOptions(String prefix, TierFactory factory, Map<String, Setting> settings) {
    Map<String, Setting> options = new LinkedHashMap<>(settings);
    options.remove(CacheOptions.TYPE.name());
    List<Option<?>> known = factory.options();
    check.checkPart(prefix, known, options);
  }
}
