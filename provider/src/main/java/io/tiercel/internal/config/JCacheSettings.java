package io.tiercel.internal.config;

import io.tiercel.TieredConfiguration;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.OptionValues;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/** Turns the settings of a cache into what JSR-107 knows of it. */
final class JCacheSettings {
  private final Map<String, Setting> settings;
  private final ClassLoader loader;
  private final Problems problems;
  private final String home;

  /**
   * @param settings of templates and code, by path
   * @param home where to tell of what no setting alone is to blame for
   */
  JCacheSettings(
      Map<String, Setting> settings, ClassLoader loader, Problems problems, String home) {
    this.settings = settings;
    this.loader = loader;
    this.problems = problems;
    this.home = home;
  }

  /** A configuration that nobody else holds, with the listeners of the code. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  <K, V> MutableConfiguration<K, V> merge(OptionValues options, Configuration<K, V> code) {
    MutableConfiguration<K, V> merged = new MutableConfiguration<>();
    merged.setTypes(
        (Class<K>) type(CacheOptions.KEY_TYPE), (Class<V>) type(CacheOptions.VALUE_TYPE));
    merged.setStoreByValue(options.get(CacheOptions.STORE_BY_VALUE));
    merged.setStatisticsEnabled(options.get(CacheOptions.STATISTICS));
    merged.setManagementEnabled(options.get(CacheOptions.MANAGEMENT));
    merged.setReadThrough(options.get(CacheOptions.READ_THROUGH));
    merged.setWriteThrough(options.get(CacheOptions.WRITE_THROUGH));
    merged.setCacheLoaderFactory((Factory) factory(CacheOptions.LOADER.name(), CacheLoader.class));
    merged.setCacheWriterFactory((Factory) factory(CacheOptions.WRITER.name(), CacheWriter.class));
    merged.setExpiryPolicyFactory(expiry());
    if (code instanceof CompleteConfiguration<K, V> complete) {
      complete
          .getCacheEntryListenerConfigurations()
          .forEach(merged::addCacheEntryListenerConfiguration);
    }
    return merged;
  }

  private Class<?> type(Option<String> option) {
    Setting setting = settings.get(option.name());
    if (setting == null) {
      return Object.class;
    }
    if (setting.value() instanceof Class<?> type) {
      return type;
    }
    try {
      return LoadedFactory.classNamed(setting.text(), loader);
    } catch (IllegalArgumentException e) {
      refuse(option.name(), setting, e);
      return Object.class;
    }
  }

  private <T> @Nullable Factory<? extends T> factory(String path, Class<T> role) {
    Setting setting = settings.get(path);
    if (setting == null) {
      return null;
    }
    if (setting.value() instanceof Factory<?> inCode) {
      @SuppressWarnings("unchecked")
      Factory<? extends T> factory = (Factory<? extends T>) inCode;
      return factory;
    }
    try {
      return LoadedFactory.of(setting.text(), role, loader);
    } catch (IllegalArgumentException e) {
      refuse(path, setting, e);
      return null;
    }
  }

  private void refuse(String path, Setting setting, IllegalArgumentException e) {
    problems.add(setting, path + " \"" + setting.text() + "\" " + e.getMessage());
  }

  /** The policy that the settings name, one at most. */
  Factory<? extends ExpiryPolicy> expiry() {
    String prefix = CacheOptions.EXPIRY_GROUP + ".";
    Map<String, Setting> kinds = SettingTree.group(settings, CacheOptions.EXPIRY_GROUP);
    if (kinds.size() > 1) {
      String names = kinds.keySet().stream().map(prefix::concat).collect(Collectors.joining(", "));
      Setting last = List.copyOf(kinds.values()).get(kinds.size() - 1);
      problems.add(last, names + " exclude each other: an entry has one life");
    }
    Factory<? extends ExpiryPolicy> policy =
        factory(prefix + CacheOptions.POLICY.name(), ExpiryPolicy.class);
    if (policy != null) {
      return policy;
    }
    OptionValues values =
        new OptionCheck(loader, problems).check(prefix, CacheOptions.EXPIRY, kinds, home);
    Setting eternal = kinds.get(CacheOptions.ETERNAL.name());
    if (eternal != null && Boolean.FALSE.equals(values.find(CacheOptions.ETERNAL))) {
      problems.add(eternal, prefix + "eternal must be true, or be left out, but is \"false\"");
    }
    return policy(values);
  }

  private static Factory<ExpiryPolicy> policy(OptionValues values) {
    TieredConfiguration<?, ?> policy = new TieredConfiguration<>();
    ifGiven(values.find(CacheOptions.CREATED), policy::expiryCreated);
    ifGiven(values.find(CacheOptions.MODIFIED), policy::expiryModified);
    ifGiven(values.find(CacheOptions.ACCESSED), policy::expiryAccessed);
    ifGiven(values.find(CacheOptions.TOUCHED), policy::expiryTouched);
    return policy.getExpiryPolicyFactory();
  }

  private static void ifGiven(@Nullable Duration life, Consumer<Duration> use) {
    if (life != null) {
      use.accept(life);
    }
  }
}
