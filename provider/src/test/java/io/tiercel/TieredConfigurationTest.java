package io.tiercel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.tiers.spi.Copier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryListener;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.junit.jupiter.api.Test;

class TieredConfigurationTest {
  private static final Duration LIFE = Duration.ofMillis(2500);
  private static final javax.cache.expiry.Duration JCACHE_LIFE =
      new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, 2500);

  @Test
  void getters_nothingSet_areThoseOfJsr107() {
    CompleteConfiguration<Object, Object> ours = new TieredConfiguration<>();

    assertThat(new MutableConfiguration<>(ours)).isEqualTo(new MutableConfiguration<>());
    assertThat(ours.isManagementEnabled()).isFalse();
  }

  @Test
  void getters_everythingSet_sayIt() {
    Factory<CacheLoader<String, Integer>> loader = FactoryBuilder.factoryOf("com.acme.Loader");
    Factory<CacheWriter<String, Integer>> writer = FactoryBuilder.factoryOf("com.acme.Writer");
    MutableCacheEntryListenerConfiguration<String, Integer> listener = listener();
    TieredConfiguration<String, Integer> ours =
        TieredConfiguration.of(String.class, Integer.class)
            .storeByValue(false)
            .statistics(true)
            .management(true)
            .readThrough(true)
            .writeThrough(true)
            .loader(loader)
            .writer(writer)
            .listener(listener);

    assertThat(ours.getKeyType()).isEqualTo(String.class);
    assertThat(ours.getValueType()).isEqualTo(Integer.class);
    assertThat(ours.isStoreByValue()).isFalse();
    assertThat(ours.isStatisticsEnabled()).isTrue();
    assertThat(ours.isManagementEnabled()).isTrue();
    assertThat(ours.isReadThrough()).isTrue();
    assertThat(ours.isWriteThrough()).isTrue();
    assertThat(ours.getCacheLoaderFactory()).isEqualTo(loader);
    assertThat(ours.getCacheWriterFactory()).isEqualTo(writer);
    assertThat(ours.getCacheEntryListenerConfigurations()).containsExactly(listener);
  }

  private static MutableCacheEntryListenerConfiguration<String, Integer> listener() {
    return new MutableCacheEntryListenerConfiguration<>(
        FactoryBuilder.<CacheEntryListener<String, Integer>>factoryOf("com.acme.Listener"),
        null,
        false,
        true);
  }

  @Test
  void expiry_eachKind_replacesTheOneBefore() {
    TieredConfiguration<String, Integer> ours = new TieredConfiguration<>();
    Factory<ExpiryPolicy> own = FactoryBuilder.factoryOf("com.acme.Policy");

    assertThat(ours.expiryCreated(LIFE).getExpiryPolicyFactory())
        .isEqualTo(CreatedExpiryPolicy.factoryOf(JCACHE_LIFE));
    assertThat(ours.expiryModified(LIFE).getExpiryPolicyFactory())
        .isEqualTo(ModifiedExpiryPolicy.factoryOf(JCACHE_LIFE));
    assertThat(ours.expiryAccessed(LIFE).getExpiryPolicyFactory())
        .isEqualTo(AccessedExpiryPolicy.factoryOf(JCACHE_LIFE));
    assertThat(ours.expiryTouched(LIFE).getExpiryPolicyFactory())
        .isEqualTo(TouchedExpiryPolicy.factoryOf(JCACHE_LIFE));
    assertThat(ours.expiryPolicy(own).getExpiryPolicyFactory()).isEqualTo(own);
    assertThat(ours.expiryEternal().getExpiryPolicyFactory())
        .isEqualTo(EternalExpiryPolicy.factoryOf());
    assertThat(ours.settings()).containsExactly(Map.entry("expiry.eternal", true));
  }

  @Test
  void settings_haveTheNamesOfTheFile() {
    Copier copier = new SameObject();

    assertThat(
            new TieredConfiguration<String, Integer>()
                .tier("near", Map.of("type", "heap"))
                .tier("redis", Map.of("uri", "redis://localhost"))
                .codec("java")
                .copier(copier)
                .compression("lz4")
                .compressionThreshold(2048)
                .allowedClasses("com.acme.*", "java.net.URI")
                .announceOver("news", Map.of("type", "redis"))
                .maxStaleness(Duration.ofSeconds(1))
                .inDoubt("serve")
                .probeEvery(1_000)
                .tombstoneLife(Duration.ofMinutes(1))
                .settings())
        .containsOnly(
            Map.entry("tiers", "near, redis"),
            Map.entry("near.type", "heap"),
            Map.entry("redis.uri", "redis://localhost"),
            Map.entry("codec", "java"),
            Map.entry("copier", copier),
            Map.entry("compression", "lz4"),
            Map.entry("compression-threshold", 2048L),
            Map.entry("allowed-classes", "com.acme.*, java.net.URI"),
            Map.entry("news.type", "redis"),
            Map.entry("announce-over", "news"),
            Map.entry("max-staleness", Duration.ofSeconds(1)),
            Map.entry("in-doubt", "serve"),
            Map.entry("probe-every", 1_000L),
            Map.entry("tombstone-life", Duration.ofMinutes(1)));
  }

  @Test
  void copy_changedLater_leavesTheOriginal() {
    TieredConfiguration<String, Integer> original =
        new TieredConfiguration<String, Integer>().tier("heap").listener(listener());
    TieredConfiguration<String, Integer> copy = new TieredConfiguration<>(original);
    assertThat(copy).isEqualTo(original).hasSameHashCodeAs(original);

    copy.statistics(true);

    assertThat(copy).isNotEqualTo(original);
    assertThat(original.isStatisticsEnabled()).isFalse();
  }

  @Test
  void equals_differsFromMutableConfigurationBothWays() {
    Object ours = new TieredConfiguration<>();
    Object theirs = new MutableConfiguration<>();

    assertThat(ours.equals(theirs)).isFalse();
    assertThat(theirs.equals(ours)).isFalse();
  }

  @Test
  void serialized_whenAllThatWasSetIs_comesBackEqual() throws Exception {
    TieredConfiguration<String, Integer> ours =
        TieredConfiguration.of(String.class, Integer.class)
            .tier("heap", Map.of("max-entries", 5))
            .expiryCreated(LIFE)
            .loader(FactoryBuilder.factoryOf("com.acme.Loader"))
            .listener(listener());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(ours);
    }

    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(ours);
    }
  }

  @Test
  void listener_twice_isRefused() {
    TieredConfiguration<String, Integer> ours =
        new TieredConfiguration<String, Integer>().listener(listener());

    assertThatThrownBy(() -> ours.listener(listener()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a listener can be added only once: ");
  }

  @Test
  void setters_null_areRefusedByName() {
    assertThatThrownBy(() -> new TieredConfiguration<>().maxStaleness(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("max-staleness");
  }

  @Test
  void toString_showsNamesAndNoValues() {
    assertThat(
            new TieredConfiguration<>()
                .tier("heap")
                .tier("redis", Map.of("password", "hunter2"))
                .toString())
        .isEqualTo("TieredConfiguration[tiers heap, redis; set: [redis.password, tiers]]");
  }

  private static final class SameObject implements Copier {
    @Override
    public <T> T copy(T value) {
      return value;
    }
  }
}
