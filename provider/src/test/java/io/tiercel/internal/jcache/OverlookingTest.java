package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.CacheHealth;
import io.tiercel.TiercelCachingProvider;
import io.tiercel.tiers.testkit.MemoryStore;
import io.tiercel.tiers.testkit.MutableClock;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder.SingletonFactory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The authority's plain reads overlook everything: those who only want to know find nothing, but
 * whoever decides something does so by what is there.
 */
class OverlookingTest {
  private static final String FAR = "far";
  private static final String HEAP_FAR = "heap, far";
  private static final String NEAR_FAR = "near, far";

  private final MutableClock clock = new MutableClock();
  private final String far = UUID.randomUUID().toString();
  private final String near = UUID.randomUUID().toString();
  private final Properties settings = new Properties();
  private final List<TiercelCacheManager> managers = new ArrayList<>();
  private URLClassLoader loader;

  @BeforeEach
  void offer(@TempDir Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve("io.tiercel.tiers.spi.TierFactory"),
        OverlookingTierFactory.class.getName());
    loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    settings.setProperty("tiers.far.type", "overlooking");
    settings.setProperty("tiers.far.store", far);
    settings.setProperty("tiers.near.type", "memory");
    settings.setProperty("tiers.near.store", near);
  }

  @AfterEach
  void close() throws IOException {
    managers.forEach(TiercelCacheManager::close);
    MemoryStore.forget(far);
    MemoryStore.forget(near);
    loader.close();
  }

  /** The cache as another process has it. */
  private Cache<String, Integer> process(
      String tiers, MutableConfiguration<String, Integer> configuration) {
    settings.setProperty("caches.*.tiers", tiers);
    TiercelCacheManager manager =
        new TiercelCacheManager(
            new TiercelCachingProvider(),
            URI.create("tiercel:" + UUID.randomUUID()),
            loader,
            settings,
            clock,
            () -> {});
    managers.add(manager);
    return manager.createCache("books", configuration);
  }

  private Cache<String, Integer> process(String tiers) {
    return process(tiers, new MutableConfiguration<>());
  }

  private static MutableConfiguration<String, Integer> loading() {
    return new MutableConfiguration<String, Integer>()
        .setReadThrough(true)
        .setCacheLoaderFactory(new SingletonFactory<>(new Nines()));
  }

  private static Integer truth(Cache<String, Integer> cache) {
    return cache.invoke("k", (entry, arguments) -> entry.exists() ? entry.getValue() : null);
  }

  @ParameterizedTest
  @ValueSource(strings = {FAR, HEAP_FAR, NEAR_FAR})
  void operations_thatDecide_findWhatOthersHaveStored(String tiers) {
    Cache<String, Integer> there = process(tiers);
    Cache<String, Integer> here = process(tiers);

    there.put("k", 1);
    assertThat(here.putIfAbsent("k", 2)).isFalse();
    assertThat(here.getAndPut("k", 2)).isEqualTo(1);
    there.put("k", 3);
    assertThat(here.replace("k", 4)).isTrue();
    there.put("k", 5);
    assertThat(here.replace("k", 5, 6)).isTrue();
    there.put("k", 7);
    assertThat(here.getAndReplace("k", 8)).isEqualTo(7);
    there.put("k", 9);
    assertThat(truth(here)).isEqualTo(9);
    assertThat(here.remove("k", 9)).isTrue();
    there.put("k", 10);
    assertThat(here.getAndRemove("k")).isEqualTo(10);
    there.put("k", 11);
    assertThat(here.remove("k")).isTrue();
    assertThat(here.remove("k")).isFalse();
    assertThat(truth(there)).isNull();
  }

  @Test
  void reads_thatDecideNothing_mayOverlook() {
    Cache<String, Integer> there = process(HEAP_FAR);
    there.put("k", 1);

    Cache<String, Integer> here = process(HEAP_FAR);
    assertThat(here.get("k")).isNull();
    assertThat(here.getAll(Set.of("k"))).isEmpty();
    assertThat(here.containsKey("k")).isFalse();
    assertThat(here.iterator().next().getValue()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {FAR, HEAP_FAR})
  void load_ofWhatOthersHaveStored_isNotKeptInItsPlace(String tiers) throws Exception {
    process(tiers).put("k", 1);
    Cache<String, Integer> here = process(tiers, loading());

    assertThat(here.get("k")).isEqualTo(9);
    assertThat(truth(here)).isEqualTo(1);
    assertThat(here.getAll(Set.of("k"))).isEqualTo(Map.of("k", 9));
    loadAll(here, false);
    assertThat(truth(here)).isEqualTo(1);
    loadAll(here, true);
    assertThat(truth(here)).isEqualTo(9);
  }

  private static void loadAll(Cache<String, Integer> cache, boolean replace) throws Exception {
    CompletionListenerFuture done = new CompletionListenerFuture();
    cache.loadAll(Set.of("k"), replace, done);
    done.get(30, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {FAR, HEAP_FAR})
  void load_anotherProcessHasMadeIt_isSparedByTheLease(String tiers) {
    settings.setProperty("caches.*.load-lease", "1m");
    process(tiers).put("k", 1);
    Cache<String, Integer> here = process(tiers, loading());

    assertThat(here.get("k")).isEqualTo(1);
    assertThat(here.unwrap(CacheHealth.class).loads().spared()).isEqualTo(1);
  }

  /** It is read from a copy, and its life ends at the authority. */
  @Test
  void get_lifeEndsWithTheAccess_endsItForAll() {
    Cache<String, Integer> there = process(NEAR_FAR);
    there.put("k", 1);
    Cache<String, Integer> here =
        process(
            NEAR_FAR,
            new MutableConfiguration<String, Integer>()
                .setExpiryPolicyFactory(AccessedExpiryPolicy.factoryOf(Duration.ZERO)));

    assertThat(here.get("k")).isEqualTo(1);

    assertThat(truth(there)).isNull();
  }

  @Test
  void get_lifeIsProlongedByTheAccess_prolongsItForAll() {
    MutableConfiguration<String, Integer> hour =
        new MutableConfiguration<String, Integer>()
            .setExpiryPolicyFactory(AccessedExpiryPolicy.factoryOf(Duration.ONE_HOUR));
    Cache<String, Integer> there = process(NEAR_FAR, hour);
    there.put("k", 1);
    clock.advance(java.time.Duration.ofMinutes(50));

    assertThat(process(NEAR_FAR, hour).get("k")).isEqualTo(1);
    clock.advance(java.time.Duration.ofMinutes(50));

    assertThat(truth(there)).isEqualTo(1);
  }

  /** Knows nine for every key. */
  private static final class Nines implements CacheLoader<String, Integer> {
    @Override
    public Integer load(String key) {
      return 9;
    }

    @Override
    public Map<String, Integer> loadAll(Iterable<? extends String> keys) {
      Map<String, Integer> loaded = new HashMap<>();
      keys.forEach(key -> loaded.put(key, 9));
      return loaded;
    }
  }
}
