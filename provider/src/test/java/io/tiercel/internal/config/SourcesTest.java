package io.tiercel.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where configurations come from, and which source overrides which. */
class SourcesTest {
  private static final String WAYS_IN =
      "; a manager's URI is tiercel:<any-name> for tiercel.properties or tiercel.yaml on the class"
          + " path, or names a .properties or .yaml resource as classpath:, file:, jar: or any"
          + " other URL";

  @TempDir Path folder;
  private Configurations files;

  @BeforeEach
  void open() {
    files = new Configurations(folder);
  }

  @AfterEach
  void close() throws IOException {
    files.close();
  }

  @Test
  void defaultUri_noFile_isHeapAlone() {
    ManagerConfiguration configuration = files.load(Configurations.DEFAULT);

    assertThat(configuration.source()).isEqualTo("no file, heap alone");
    assertThat(configuration.declaredCaches()).isEmpty();
    assertThat(configuration.define("books", new MutableConfiguration<>()).stack())
        .isEqualTo("heap");
  }

  @Test
  void defaultUri_propertiesOnClassPath_readsThem() {
    Path file = files.file("tiercel.properties", "caches.books.tiers=pond");

    ManagerConfiguration configuration = files.load(Configurations.DEFAULT);

    assertThat(configuration.source())
        .isEqualTo("classpath:tiercel.properties (" + Configurations.url(file) + ")");
    assertThat(configuration.declaredCaches()).containsExactly("books");
  }

  @Test
  void otherNameOfManager_readsTheDefaultFile() {
    files.file("tiercel.properties", "caches.books.tiers=pond");

    assertThat(files.load(URI.create("tiercel:second")).declaredCaches()).containsExactly("books");
  }

  @Test
  void defaultUri_propertiesAndYaml_isRefused() {
    Path properties = files.file("tiercel.properties", "");
    Path yaml = files.file("tiercel.yaml", "");

    assertThatThrownBy(() -> files.load(Configurations.DEFAULT))
        .isInstanceOf(CacheException.class)
        .hasMessage(
            "there are two configurations on the class path, "
                + Configurations.url(properties)
                + " and "
                + Configurations.url(yaml)
                + "; keep one of them");
  }

  @Test
  void defaultUri_severalOfOneName_readsTheFirstAndSaysSo() {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Path first = files.file("tiercel.properties", "caches.books.tiers=pond");
    Path second = folder.resolve("second");
    try (Configurations others = new Configurations(second)) {
      others.file("tiercel.properties", "caches.films.tiers=pond");
      Thread.currentThread().setContextClassLoader(others.loader());

      ManagerConfiguration configuration = files.load(Configurations.DEFAULT);

      assertThat(configuration.declaredCaches()).containsExactly("books");
      assertThat(configuration.source())
          .isEqualTo(
              "classpath:tiercel.properties ("
                  + Configurations.url(first)
                  + ", the first of 2 on the class path)");
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void fileUri_isRead() {
    Path file = files.file("elsewhere/shop.properties", "caches.books.tiers=pond");

    ManagerConfiguration configuration = files.load(file.toUri());

    assertThat(configuration.source()).isEqualTo(file.toUri().toString());
    assertThat(configuration.declaredCaches()).containsExactly("books");
  }

  @Test
  void jarUri_isRead() throws IOException {
    Path jar = folder.resolve("a b.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("conf/shop.properties"));
      out.write("caches.books.tiers=pond".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    URI uri = URI.create("jar:" + jar.toUri() + "!/conf/shop.properties");

    assertThat(files.load(uri).declaredCaches()).containsExactly("books");
  }

  @Test
  void classPathUri_isRead() {
    files.file("conf/shop.properties", "caches.books.tiers=pond");

    assertThat(files.load(URI.create("classpath:conf/shop.properties")).declaredCaches())
        .containsExactly("books");
    assertThat(files.load(URI.create("classpath:/conf/shop.properties")).declaredCaches())
        .containsExactly("books");
  }

  @Test
  void namesBeyondAscii_areReadAsUtf8() {
    assertThat(files.load("caches.größe.tiers=pond").declaredCaches()).containsExactly("größe");
  }

  @Test
  void uri_thatCannotBeRead_isRefusedWithTheWaysIn() {
    assertThatThrownBy(() -> files.load(URI.create("classpath:no.properties")))
        .isInstanceOf(CacheException.class)
        .hasMessage(
            "cannot read configuration classpath:no.properties: it is not on the class path"
                + WAYS_IN);
    URI missing = folder.resolve("no.properties").toUri();
    assertThatThrownBy(() -> files.load(missing))
        .isInstanceOf(CacheException.class)
        .hasMessageStartingWith("cannot read configuration " + missing + " (java.io.FileNotFound")
        .hasMessageEndingWith(WAYS_IN);
    assertThatThrownBy(() -> files.load(URI.create("my-manager")))
        .isInstanceOf(CacheException.class)
        .hasMessage(
            "cannot read configuration my-manager"
                + " (java.lang.IllegalArgumentException: URI is not absolute)"
                + WAYS_IN);
    assertThatThrownBy(() -> files.load(URI.create("shop:caches.properties")))
        .isInstanceOf(CacheException.class)
        .hasMessage(
            "cannot read configuration shop:caches.properties"
                + " (java.net.MalformedURLException: unknown protocol: shop)"
                + WAYS_IN);
  }

  @Test
  void uri_ofAnotherFormat_isRefused() {
    URI xml = files.file("ehcache.xml", "<config/>").toUri();

    assertThatThrownBy(() -> files.load(xml))
        .isInstanceOf(CacheException.class)
        .hasMessage(
            "cannot read configuration "
                + xml
                + ": its name must end in .properties, .yaml or .yml");
  }

  @Test
  void uri_thatBreaksMetrics_isWarnedOf() {
    List<String> warnings = new ArrayList<>();
    Logger logger = Logger.getLogger(ManagerConfiguration.class.getName());
    Handler handler = collecting(warnings);
    logger.addHandler(handler);
    try {
      files.load(URI.create("tiercel:fine"));
      assertThat(warnings).isEmpty();

      files.load(URI.create("tiercel:shop?ttl=5"));
      assertThat(warnings)
          .containsExactly(
              "the manager URI tiercel:shop?ttl=5 has one of ? = , * \" which break the names of"
                  + " its MBeans, and metrics libraries that build on them");
    } finally {
      logger.removeHandler(handler);
    }
  }

  private static Handler collecting(List<String> warnings) {
    return new Handler() {
      @Override
      public void publish(LogRecord event) {
        if (event.getLevel().intValue() >= Level.WARNING.intValue()) {
          warnings.add(java.text.MessageFormat.format(event.getMessage(), event.getParameters()));
        }
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @Test
  void sources_overrideEachOther_managerOverSystemOverEnvironmentOverFile() {
    String[] file = {"caches.books.tiers=pond", "caches.books.pond.max-entries=1"};
    assertThat(entries(files.load(file))).isEqualTo(1);

    files.environment.put("TIERCEL_CACHES_BOOKS_POND_MAX_ENTRIES", "2");
    assertThat(entries(files.load(file))).isEqualTo(2);

    files.system.setProperty("tiercel.caches.books.pond.max-entries", "3");
    assertThat(entries(files.load(file))).isEqualTo(3);

    files.given.setProperty("caches.books.pond.max-entries", "4");
    ManagerConfiguration configuration = files.load(file);
    assertThat(entries(configuration)).isEqualTo(4);
    assertThat(configuration.source())
        .endsWith(" + 1 x property of the manager, 1 x system property, 1 x environment variable");
  }

  private static long entries(ManagerConfiguration configuration) {
    return configuration.declared("books").tiers().get(0).options().get(Pond.MAX_ENTRIES);
  }

  @Test
  void sources_differentKindsOfExpiry_strongerSourceReplacesTheOther() {
    files.system.setProperty("tiercel.caches.books.expiry.eternal", "true");

    assertThat(
            files
                .load("caches.books.tiers=pond", "caches.books.expiry.created=1m")
                .declared("books")
                .jcache())
        .isEqualTo(new MutableConfiguration<>());
  }

  @Test
  void properties_withPrefixOrObjects_areRead() {
    files.given.setProperty("tiercel.caches.books.tiers", "pond");
    files.given.put("caches.books.pond.max-entries", 9);

    assertThat(entries(files.load())).isEqualTo(9);
  }

  @Test
  void properties_ofOthers_areLeftAlone() {
    files.given.setProperty("javax.cache.test.1", "value1");
    files.given.setProperty("hazelcast.instance.name", "x");
    files.system.setProperty("java.version", "17");
    files.environment.put("TIERCEL_SERVICE_HOST", "10.0.0.1");
    files.environment.put("PATH", "/bin");

    assertThat(files.load().declaredCaches()).isEmpty();
  }

  @Test
  void sources_withProblems_areNamed() {
    files.given.setProperty("tiercel.cahces.books.tiers", "pond");
    files.given.setProperty("caches.books.tiers", "pond");
    files.system.setProperty("tiercel.caches.books.pond.max-entries", "0");
    files.environment.put("TIERCEL_CACHES_BOOKS_STATISTICS", "on");

    assertThatThrownBy(() -> files.load())
        .isInstanceOf(CacheException.class)
        .hasMessage(
            "property tiercel.cahces.books.tiers of the manager: unknown key \"cahces\"; did you"
                + " mean \"caches\"? (cahces.books.tiers)\n"
                + "cache \"books\" (system property tiercel.caches.books.pond.max-entries):"
                + " pond.max-entries must be >= 1 but is 0\n"
                + "cache \"books\" (environment variable TIERCEL_CACHES_BOOKS_STATISTICS):"
                + " statistics must be true or false but is \"on\"");
  }

  @Test
  void environment_namesOfTheFile_areRecognisedWhateverTheyAreMadeOf() {
    files.environment.putAll(
        Map.of(
            "TIERCEL_PREFIX", "shop",
            "TIERCEL_TIERS_NEAR_BY_MAX_ENTRIES", "11",
            "TIERCEL_CACHES_COM_ACME_BOOK_EXPIRY_CREATED", "1m",
            "TIERCEL_CACHES___STATISTICS", "true",
            "TIERCEL_CACHES_FILMS_TIERS", "pond",
            "TIERCEL_TIERS_FAR_TYPE", "pond"));

    ManagerConfiguration configuration =
        files.load("tiers.near-by.type=pond", "caches.com.acme-Book.tiers=near-by");

    assertThat(configuration.declaredCaches()).containsExactlyInAnyOrder("com.acme-Book", "films");
    CacheDefinition<?, ?> book = configuration.declared("com.acme-Book");
    assertThat(book.namespace()).isEqualTo("shop:com.acme-Book");
    assertThat(book.tiers().get(0).options().get(Pond.MAX_ENTRIES)).isEqualTo(11);
    assertThat(book.jcache().isStatisticsEnabled()).isTrue();
    assertThat(book.jcache().getExpiryPolicyFactory().create().getExpiryForCreation())
        .isEqualTo(new javax.cache.expiry.Duration(java.util.concurrent.TimeUnit.MINUTES, 1));
    assertThat(
            configuration
                .define("x", new io.tiercel.TieredConfiguration<>().tier("far"))
                .tiers()
                .get(0)
                .factory())
        .isInstanceOf(Pond.class);
  }

  @Test
  void environment_namesNothingKnown_isRefused() {
    files.environment.put("TIERCEL_CACHES_MY_BOOKS_TIERS", "pond");
    files.environment.put("TIERCEL_CACHES_BOOKS_TIRS", "pond");
    files.environment.put("TIERCEL_CACHES_FILMS_TIRS", "pond");
    files.environment.put("TIERCEL_TIERS_SEA_MAX_ENTRIES", "1");

    assertThatThrownBy(() -> files.load("caches.books.tiers=pond"))
        .isInstanceOf(CacheException.class)
        .hasMessageStartingWith(
            "environment variable TIERCEL_CACHES_FILMS_TIRS: is no option of a cache that the"
                + " configuration names; use a system property instead\n"
                + "environment variable TIERCEL_CACHES_MY_BOOKS_TIERS: is no option of a cache that"
                + " the configuration names; use a system property instead\n"
                + "environment variable TIERCEL_TIERS_SEA_MAX_ENTRIES: names no tier; there are ")
        .hasMessageEndingWith(
            "cache \"books\" (environment variable TIERCEL_CACHES_BOOKS_TIRS): unknown option"
                + " \"tirs\"; did you mean \"tiers\"?");
  }

  @Test
  void placeholders_areFilledFromPropertiesSystemAndEnvironment() {
    files.given.setProperty("a", "1");
    files.system.setProperty("a", "2");
    files.system.setProperty("b", "3");
    files.environment.put("B", "4");

    CacheDefinition<?, ?> books =
        files
            .load(
                "prefix=${a}-${b}-${B}-${C:${D}-$${a}",
                "caches.books.tiers=pond",
                "caches.books.pond.max-entries=${ENTRIES:5}")
            .declared("books");

    assertThat(books.namespace()).isEqualTo("1-3-4-${D-${a}:books");
    assertThat(books.tiers().get(0).options().get(Pond.MAX_ENTRIES)).isEqualTo(5);
  }

  @Test
  void placeholder_unknown_isRefused() {
    assertThatThrownBy(() -> files.load("prefix=${REGION}"))
        .isInstanceOf(CacheException.class)
        .hasMessage(
            "classpath:tiercel.properties: value of prefix: ${REGION} is neither a property of the"
                + " manager, a system property nor an environment variable; write ${REGION:...} for"
                + " a default");
  }

  @Test
  void classes_areFoundByTheManagersLoaderThenTheThreads() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (Configurations others = new Configurations(folder.resolve("other"))) {
      others.file("only-here.properties", "caches.films.tiers=pond");
      Thread.currentThread().setContextClassLoader(others.loader());

      assertThat(files.load(URI.create("classpath:only-here.properties")).declaredCaches())
          .containsExactly("films");
      ClassLoader loader = files.load().classLoader();
      assertThat(loader.getResource("only-here.properties")).isNotNull();
      assertThat(loader.loadClass(Pond.class.getName())).isSameAs(Pond.class);
      assertThatThrownBy(() -> loader.loadClass("com.acme.No"))
          .isInstanceOf(ClassNotFoundException.class)
          .hasMessage("com.acme.No");
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void classes_managerLoaderKnowsNothing_areFoundByOurs() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    Thread.currentThread().setContextClassLoader(null);
    try {
      ManagerClassLoader loader = new ManagerClassLoader(ClassLoader.getPlatformClassLoader());

      assertThat(loader.loadClass(Pond.class.getName())).isSameAs(Pond.class);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void services_brokenOne_leavesTheOthers() {
    files.file(
        "META-INF/services/io.tiercel.tiers.spi.TierFactory", "com.acme.No", Pond.class.getName());

    assertThat(files.load("caches.books.tiers=pond").declared("books").stack()).isEqualTo("pond");
  }
}
