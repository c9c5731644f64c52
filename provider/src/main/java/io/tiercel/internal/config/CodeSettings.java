package io.tiercel.internal.config;

import io.tiercel.TieredConfiguration;
import io.tiercel.tiers.spi.Option;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.expiry.EternalExpiryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What code says, in the words of a file. Of a {@link TieredConfiguration} all that was set; of any
 * other configuration what differs from JSR-107's defaults, since nothing else shows what was
 * meant.
 */
final class CodeSettings {
  private final Map<String, Object> values = new LinkedHashMap<>();

  private CodeSettings() {}

  static Map<String, Setting> of(String cache, Configuration<?, ?> code) {
    String home =
        ConfigurationReader.home(
            ConfigurationReader.cacheHome(cache), code.getClass().getSimpleName());
    Map<String, Setting> settings = new LinkedHashMap<>();
    values(code)
        .forEach(
            (path, value) -> settings.put(path, new Setting(home, value, String.valueOf(value))));
    return settings;
  }

  private static Map<String, Object> values(Configuration<?, ?> code) {
    if (code instanceof TieredConfiguration<?, ?> tiered) {
      return tiered.settings();
    }
    CodeSettings settings = new CodeSettings();
    settings.put(CacheOptions.KEY_TYPE, code.getKeyType(), Object.class);
    settings.put(CacheOptions.VALUE_TYPE, code.getValueType(), Object.class);
    settings.put(CacheOptions.STORE_BY_VALUE, code.isStoreByValue(), true);
    if (code instanceof CompleteConfiguration<?, ?> complete) {
      settings.put(CacheOptions.STATISTICS, complete.isStatisticsEnabled(), false);
      settings.put(CacheOptions.MANAGEMENT, complete.isManagementEnabled(), false);
      settings.put(CacheOptions.READ_THROUGH, complete.isReadThrough(), false);
      settings.put(CacheOptions.WRITE_THROUGH, complete.isWriteThrough(), false);
      settings.put(CacheOptions.LOADER, complete.getCacheLoaderFactory(), null);
      settings.put(CacheOptions.WRITER, complete.getCacheWriterFactory(), null);
      settings.putPolicy(complete.getExpiryPolicyFactory());
    }
    return settings.values;
  }

  private void put(Option<?> option, @Nullable Object value, @Nullable Object unlessThis) {
    if (value != null && !value.equals(unlessThis)) {
      values.put(option.name(), value);
    }
  }

  private void putPolicy(@Nullable Object factory) {
    if (factory != null && !factory.equals(EternalExpiryPolicy.factoryOf())) {
      values.put(CacheOptions.EXPIRY_GROUP + "." + CacheOptions.POLICY.name(), factory);
    }
  }
}
