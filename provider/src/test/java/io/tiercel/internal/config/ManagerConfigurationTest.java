package io.tiercel.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.TieredConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.cache.CacheException;
import javax.cache.configuration.CompleteConfiguration;
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
import javax.cache.integration.CacheLoaderException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagerConfigurationTest {
  private Configurations files;

  @BeforeEach
  void open(@TempDir Path folder) {
    files = new Configurations(folder);
  }

  @AfterEach
  void close() throws IOException {
    files.close();
  }

  @Test
  void declaredCaches_namesAndWildcards_areTheNames() {
    ManagerConfiguration configuration =
        files.load("caches.*.tiers=pond", "caches.books.statistics=true", "caches.a.b.tiers=pond");

    assertThat(configuration.declaredCaches()).containsExactlyInAnyOrder("books", "a.b");
  }

  @Test
  void declared_everyOption_isInTheDefinition() {
    CacheDefinition<?, ?> books =
        files
            .load(
                "prefix = shop",
                "tiers.near.type = pond",
                "tiers.near.max-entries = 5000",
                "tiers.lake.uri = lake://superior",
                "caches.books.tiers = near, lake",
                "caches.books.near.max-entries = 10_000",
                "caches.books.expiry.created = 10m",
                "caches.books.statistics = true",
                "caches.books.management = true",
                "caches.books.store-by-value = true",
                "caches.books.key-type = java.lang.String",
                "caches.books.value-type = java.lang.Integer",
                "caches.books.read-through = true",
                "caches.books.loader = " + Echo.class.getName(),
                "caches.books.codec = mirror",
                "caches.books.copier = mirror",
                "caches.books.allowed-classes = com.acme.*, com.acme.deep.**, com.acme.Book$Part",
                "caches.books.max-staleness = 7s",
                "caches.books.tombstone-life = 2m")
            .declared("books");

    assertThat(books.name()).isEqualTo("books");
    assertThat(books.stack()).isEqualTo("near > lake");
    assertThat(books.tiers().get(0).factory()).isInstanceOf(Pond.class);
    assertThat(books.tiers().get(0).options().get(Pond.MAX_ENTRIES)).isEqualTo(10_000);
    assertThat(books.tiers().get(1).options().get(Lake.URI)).hasToString("lake://superior");
    assertThat(books.namespace()).isEqualTo("shop:books");
    assertThat(books.maxStaleness()).isEqualTo(Duration.ofSeconds(7));
    assertThat(books.tombstoneLife()).isEqualTo(Duration.ofMinutes(2));
    assertThat(books.allowedClasses())
        .containsExactly("com.acme.*", "com.acme.deep.**", "com.acme.Book$Part");
    assertThat(books.codec().apply(books.codecContext(getClass().getClassLoader())))
        .isInstanceOf(Mirror.MirrorCodec.class);
    assertThat(books.copier().apply(books.codecContext(getClass().getClassLoader())))
        .isInstanceOf(Mirror.MirrorCopier.class);
    CompleteConfiguration<?, ?> jcache = books.jcache();
    assertThat(jcache.getKeyType()).isEqualTo(String.class);
    assertThat(jcache.getValueType()).isEqualTo(Integer.class);
    assertThat(jcache.isStatisticsEnabled()).isTrue();
    assertThat(jcache.isManagementEnabled()).isTrue();
    assertThat(jcache.isStoreByValue()).isTrue();
    assertThat(jcache.isReadThrough()).isTrue();
    assertThat(jcache.getCacheLoaderFactory().create()).isInstanceOf(Echo.class);
    assertThat(jcache.getExpiryPolicyFactory())
        .isEqualTo(CreatedExpiryPolicy.factoryOf(life(TimeUnit.MINUTES, 10)));
  }

  @Test
  void declared_nothingSaid_hasDefaults() {
    CacheDefinition<?, ?> books = files.load("caches.books.tiers=pond").declared("books");

    assertThat(books.namespace()).isEqualTo("tiercel:books");
    assertThat(books.maxStaleness()).isEqualTo(Duration.ofSeconds(5));
    assertThat(books.tombstoneLife()).isEqualTo(Duration.ofMinutes(5));
    assertThat(books.codec()).isNull();
    assertThat(books.copier()).isNull();
    assertThat(books.allowedClasses()).isEmpty();
    assertThat(books.tiers().get(0).options().get(Pond.MAX_ENTRIES)).isEqualTo(100);
    assertThat(books.jcache()).isEqualTo(new MutableConfiguration<>());
  }

  @Test
  void define_namesThatMeanSomethingToBackends_giveSafeNamespaces() {
    ManagerConfiguration configuration = files.load("caches.*.tiers=pond");

    assertThat(namespace(configuration, "a:b")).isEqualTo("tiercel:a%3Ab");
    assertThat(namespace(configuration, "a%3Ab")).isEqualTo("tiercel:a%253Ab");
    assertThat(namespace(configuration, "new cache")).isEqualTo("tiercel:new%20cache");
    assertThat(namespace(configuration, "größe*")).isEqualTo("tiercel:gr%C3%B6%C3%9Fe%2A");
    assertThat(namespace(configuration, "a.B.m(java.lang.String,int)@1f"))
        .isEqualTo("tiercel:a.B.m(java.lang.String,int)@1f");
  }

  private static String namespace(ManagerConfiguration configuration, String name) {
    return configuration.define(name, new MutableConfiguration<>()).namespace();
  }

  @Test
  void expiry_eachKind_isItsPolicy() {
    assertThat(expiry("modified=30s"))
        .isEqualTo(ModifiedExpiryPolicy.factoryOf(life(TimeUnit.SECONDS, 30)));
    assertThat(expiry("accessed=1h"))
        .isEqualTo(AccessedExpiryPolicy.factoryOf(life(TimeUnit.HOURS, 1)));
    assertThat(expiry("touched=1500ms"))
        .isEqualTo(TouchedExpiryPolicy.factoryOf(life(TimeUnit.MILLISECONDS, 1500)));
    assertThat(expiry("eternal=true")).isEqualTo(EternalExpiryPolicy.factoryOf());
    assertThat(
            ((javax.cache.configuration.Factory<?>)
                    expiry("policy=" + EternalExpiryPolicy.class.getName()))
                .create())
        .isInstanceOf(EternalExpiryPolicy.class);
  }

  private Object expiry(String setting) {
    return files
        .load("caches.books.tiers=pond", "caches.books.expiry." + setting)
        .declared("books")
        .jcache()
        .getExpiryPolicyFactory();
  }

  private static javax.cache.expiry.Duration life(TimeUnit unit, long amount) {
    return new javax.cache.expiry.Duration(unit, amount);
  }

  @Test
  void define_severalTemplatesMatch_narrowerOverridesWider() {
    ManagerConfiguration configuration =
        files.load(
            "caches.*.tiers=pond",
            "caches.*.statistics=true",
            "caches.*.pond.max-entries=1",
            "caches.*.expiry.created=1m",
            "caches.com.acme.*.pond.max-entries=2",
            "caches.com.acme.*.expiry.accessed=2m",
            "caches.com.acme.Book.pond.max-entries=3");

    assertThat(entries(configuration, "Film")).isEqualTo(1);
    assertThat(entries(configuration, "com.acme.Film")).isEqualTo(2);
    assertThat(entries(configuration, "com.acme.Book")).isEqualTo(3);
    CompleteConfiguration<?, ?> book = configuration.declared("com.acme.Book").jcache();
    assertThat(book.isStatisticsEnabled()).isTrue();
    assertThat(book.getExpiryPolicyFactory())
        .isEqualTo(AccessedExpiryPolicy.factoryOf(life(TimeUnit.MINUTES, 2)));
  }

  private static long entries(ManagerConfiguration configuration, String name) {
    return configuration
        .define(name, new MutableConfiguration<>())
        .tiers()
        .get(0)
        .options()
        .get(Pond.MAX_ENTRIES);
  }

  @Test
  void define_wildcardsEquallyLong_longerStartWins() {
    ManagerConfiguration configuration =
        files.load(
            "caches.*.tiers=pond",
            "caches.ab*.pond.max-entries=1",
            "caches.*yz.pond.max-entries=2");

    assertThat(entries(configuration, "abyz")).isEqualTo(1);
  }

  @Test
  void define_codecWithoutCopier_copiesByTheCodec() {
    CacheDefinition<?, ?> books =
        files.load("caches.books.tiers=pond", "caches.books.codec=mirror").declared("books");

    assertThat(books.copier().apply(books.codecContext(getClass().getClassLoader())))
        .isInstanceOf(Mirror.MirrorCopier.class);
  }

  @Test
  void define_emptyValue_takesBackWhatWiderOnesSay() {
    ManagerConfiguration configuration =
        files.load(
            "tiers.pond.max-entries=5",
            "caches.*.tiers=pond",
            "caches.*.expiry.created=1m",
            "caches.*.codec=mirror",
            "caches.books.expiry.created=",
            "caches.books.codec=${NONE:}",
            "caches.books.pond.max-entries=");

    CacheDefinition<?, ?> books = configuration.declared("books");

    assertThat(books.jcache()).isEqualTo(new MutableConfiguration<>());
    assertThat(books.codec()).isNull();
    assertThat(entries(configuration, "books")).isEqualTo(100);
    assertThat(entries(configuration, "films")).isEqualTo(5);
  }

  @Test
  void define_namesWithDots_optionIsLongestKnownEnd() {
    ManagerConfiguration configuration =
        files.load(
            "caches.*.tiers=pond",
            "caches.com.acme.pond.tiers=pond",
            "caches.com.acme.pond.pond.max-entries=7",
            "caches.\"com.acme.expiry\".pond.max-entries=8",
            "caches.\"with.max-entries\".statistics=true");

    assertThat(configuration.declaredCaches())
        .containsExactlyInAnyOrder("com.acme.pond", "com.acme.expiry", "with.max-entries");
    assertThat(entries(configuration, "com.acme.pond")).isEqualTo(7);
    assertThat(entries(configuration, "com.acme.expiry")).isEqualTo(8);
  }

  @Test
  void define_plainConfiguration_mergesWithTemplate() {
    ManagerConfiguration configuration =
        files.load(
            "caches.*.tiers=pond",
            "caches.*.pond.max-entries=5",
            "caches.*.expiry.created=1m",
            "caches.*.statistics=true",
            "caches.*.key-type=java.lang.Integer",
            "caches.*.value-type=java.lang.Integer");
    MutableCacheEntryListenerConfiguration<String, Integer> listener =
        new MutableCacheEntryListenerConfiguration<>(
            FactoryBuilder.factoryOf(NoListener.class), null, false, true);
    MutableConfiguration<String, Integer> code =
        new MutableConfiguration<String, Integer>()
            .setTypes(String.class, Integer.class)
            .setManagementEnabled(true)
            .setCacheLoaderFactory(FactoryBuilder.factoryOf(Echo.class.getName()))
            .addCacheEntryListenerConfiguration(listener);

    CompleteConfiguration<String, Integer> merged = configuration.define("books", code).jcache();
    code.removeCacheEntryListenerConfiguration(listener);

    assertThat(merged.getKeyType()).isEqualTo(String.class);
    assertThat(merged.getValueType()).isEqualTo(Integer.class);
    assertThat(merged.isStatisticsEnabled()).isTrue();
    assertThat(merged.isManagementEnabled()).isTrue();
    assertThat(merged.getCacheLoaderFactory()).isEqualTo(code.getCacheLoaderFactory());
    assertThat(merged.getCacheEntryListenerConfigurations()).containsExactly(listener);
    assertThat(merged.getExpiryPolicyFactory())
        .isEqualTo(CreatedExpiryPolicy.factoryOf(life(TimeUnit.MINUTES, 1)));
    assertThat(entries(configuration, "books")).isEqualTo(5);
  }

  @Test
  void define_codeHasExpiry_codeWins() {
    MutableConfiguration<Object, Object> code = new MutableConfiguration<>();
    code.setExpiryPolicyFactory(ModifiedExpiryPolicy.factoryOf(life(TimeUnit.DAYS, 1)));

    CompleteConfiguration<?, ?> merged =
        files
            .load("caches.*.tiers=pond", "caches.*.expiry.created=1m")
            .define("books", code)
            .jcache();

    assertThat(merged.getExpiryPolicyFactory()).isEqualTo(code.getExpiryPolicyFactory());
  }

  @Test
  void define_tieredConfiguration_winsForWhatItSets() {
    ManagerConfiguration configuration =
        files.load(
            "tiers.lake.uri=lake://superior",
            "tiers.lake.timeout=9s",
            "caches.*.tiers=pond",
            "caches.*.statistics=true",
            "caches.*.management=true",
            "caches.*.expiry.created=1m",
            "caches.*.max-staleness=1s");
    TieredConfiguration<String, Integer> code =
        TieredConfiguration.of(String.class, Integer.class)
            .tier("near", Map.of("type", "pond", "max-entries", 3))
            .tier("lake", Map.of("timeout", Duration.ofSeconds(2)))
            .statistics(false)
            .expiryEternal();

    CacheDefinition<String, Integer> books = configuration.define("books", code);

    assertThat(books.stack()).isEqualTo("near > lake");
    assertThat(books.tiers().get(0).options().get(Pond.MAX_ENTRIES)).isEqualTo(3);
    assertThat(books.tiers().get(1).options().get(Lake.TIMEOUT)).isEqualTo(Duration.ofSeconds(2));
    assertThat(books.tiers().get(1).options().get(Lake.URI)).hasToString("lake://superior");
    assertThat(books.jcache().isStatisticsEnabled()).isFalse();
    assertThat(books.jcache().isManagementEnabled()).isTrue();
    assertThat(books.jcache().getExpiryPolicyFactory()).isEqualTo(EternalExpiryPolicy.factoryOf());
    assertThat(books.maxStaleness()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void define_tieredConfigurationWithoutTiers_hasThoseOfTheFile() {
    CacheDefinition<String, Integer> books =
        files
            .load("caches.*.tiers=pond", "caches.*.expiry.created=1m")
            .define(
                "books",
                TieredConfiguration.of(String.class, Integer.class)
                    .expiryAccessed(Duration.ofSeconds(5))
                    .copier(new Mirror.MirrorCopier())
                    .codec(new Mirror()));

    assertThat(books.stack()).isEqualTo("pond");
    assertThat(books.copier()).isNotNull();
    assertThat(books.codec()).isNotNull();
    assertThat(books.jcache().getExpiryPolicyFactory())
        .isEqualTo(AccessedExpiryPolicy.factoryOf(life(TimeUnit.SECONDS, 5)));
  }

  @Test
  void define_tieredConfigurationWithBadTierOption_isRefused() {
    ManagerConfiguration configuration = files.load();

    assertThatThrownBy(
            () ->
                configuration.define(
                    "books",
                    new TieredConfiguration<>()
                        .tier("pond", Map.of("max-entries", 0, "max-entrys", 1))
                        .tier("pond")))
        .isInstanceOf(CacheException.class)
        .hasMessageStartingWith("cache \"books\" (TieredConfiguration): 3 problems: ")
        .hasMessageContaining("pond.max-entries must be >= 1 but is 0")
        .hasMessageContaining(
            "unknown option \"pond.max-entrys\"; did you mean \"pond.max-entries\"?")
        .hasMessageContaining("tiers must name a tier once but are pond, pond");
  }

  @Test
  void define_afterCodeChanged_keepsItsCopy() {
    TieredConfiguration<Object, Object> code = new TieredConfiguration<>().tier("pond");
    CacheDefinition<Object, Object> books = files.load().define("books", code);

    code.statistics(true);

    assertThat(books.jcache().isStatisticsEnabled()).isFalse();
  }

  /** Loads the key. */
  public static final class Echo implements CacheLoader<String, Integer> {
    @Override
    public Integer load(String key) throws CacheLoaderException {
      return key.length();
    }

    @Override
    public Map<String, Integer> loadAll(Iterable<? extends String> keys) {
      return Map.of();
    }
  }

  /** Hears nothing. */
  public static final class NoListener implements CacheEntryListener<String, Integer> {}

  /** Cannot be made. */
  public static final class Locked implements ExpiryPolicy {
    private final javax.cache.expiry.Duration life;

    public Locked(javax.cache.expiry.Duration life) {
      this.life = life;
    }

    @Override
    public javax.cache.expiry.Duration getExpiryForCreation() {
      return life;
    }

    @Override
    public javax.cache.expiry.Duration getExpiryForAccess() {
      return life;
    }

    @Override
    public javax.cache.expiry.Duration getExpiryForUpdate() {
      return life;
    }
  }
}
