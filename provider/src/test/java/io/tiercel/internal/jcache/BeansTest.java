package io.tiercel.internal.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.TiercelCachingProvider;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.InstantSource;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.cache.configuration.MutableConfiguration;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What JMX shows of caches: under names that others look up, while there is something to show. */
class BeansTest {
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final String unique = UUID.randomUUID().toString();
  private final TiercelCacheManager manager = manager(getClass().getClassLoader());

  @AfterEach
  void close() {
    manager.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "new cache; new cache",
        "a.B.m(java.lang.String,int); a.B.m(java.lang.String.int)",
        "x=y,z*?:\"; x.y.z....",
        "org.jsr107.tck.CacheManagerTest@1f2e3d; org.jsr107.tck.CacheManagerTest@1f2e3d",
        "größe/日本; größe/日本"
      })
  void name_ofAwkwardCache_isSafeAndUnquoted(String cacheName, String inObjectName)
      throws Exception {
    manager.createCache(cacheName, shown());

    ObjectName statistics =
        new ObjectName(
            "javax.cache:type=CacheStatistics,CacheManager=tiercel."
                + unique
                + ",Cache="
                + inObjectName);
    assertThat(server.getAttribute(statistics, "CacheGets")).isEqualTo(0L);
    assertThat(names()).hasSize(2).contains(statistics.toString());
    manager.destroyCache(cacheName);
    assertThat(names()).isEmpty();
  }

  @Test
  void name_ofNewLineInCache_isADot() {
    manager.createCache("two\nlines", shown());

    assertThat(names()).hasSize(2).allMatch(name -> name.endsWith("Cache=two.lines"));
  }

  /** Metrics libraries put the name of the manager's URI into an object name as it is. */
  @Test
  void uri_ofTheDefaultManager_needsNoEscapeButForItsColon() throws Exception {
    String uri = TiercelCachingProvider.DEFAULT_URI.toString();

    assertThat(uri).doesNotContainPattern("[?=,*\"]");
    assertThat(
            new ObjectName("javax.cache:CacheManager=" + uri.replace(':', '.'))
                .getKeyProperty("CacheManager"))
        .isEqualTo("tiercel.default");
  }

  @Test
  void enable_atRunTime_showsAndHides() throws Exception {
    manager.createCache("books", new MutableConfiguration<>());
    assertThat(names()).isEmpty();

    manager.enableManagement("books", true);
    manager.enableManagement("books", true);
    assertThat(names()).containsExactly(name("CacheConfiguration"));
    assertThat(attribute("CacheConfiguration", "ManagementEnabled")).isEqualTo(true);
    assertThat(attribute("CacheConfiguration", "StatisticsEnabled")).isEqualTo(false);

    manager.enableStatistics("books", true);
    assertThat(names()).contains(name("CacheStatistics"));
    assertThat(attribute("CacheConfiguration", "StatisticsEnabled")).isEqualTo(true);

    manager.enableManagement("books", false);
    manager.enableManagement("books", false);
    assertThat(names()).containsExactly(name("CacheStatistics"));
    manager.enableStatistics("books", false);
    assertThat(names()).isEmpty();
  }

  @Test
  void configurationBean_typedCache_showsItsConfiguration() throws Exception {
    manager.createCache(
        "books",
        new MutableConfiguration<String, Integer>()
            .setTypes(String.class, Integer.class)
            .setStoreByValue(false)
            .setManagementEnabled(true));

    assertThat(attribute("CacheConfiguration", "KeyType")).isEqualTo("java.lang.String");
    assertThat(attribute("CacheConfiguration", "ValueType")).isEqualTo("java.lang.Integer");
    assertThat(attribute("CacheConfiguration", "StoreByValue")).isEqualTo(false);
    assertThat(attribute("CacheConfiguration", "ReadThrough")).isEqualTo(false);
    assertThat(attribute("CacheConfiguration", "WriteThrough")).isEqualTo(false);
  }

  @Test
  void close_ofCacheOrManager_leavesNothing() {
    manager.createCache("books", shown()).close();
    assertThat(names()).isEmpty();

    manager.createCache("books", shown());
    manager.createCache("films", shown());
    assertThat(names()).hasSize(4);
    manager.close();
    assertThat(names()).isEmpty();
  }

  @Test
  void namesakes_ofTwoClassLoaders_doNotTakeEachOthersBeansAway() throws Exception {
    try (URLClassLoader other = new URLClassLoader(new URL[0], getClass().getClassLoader())) {
      TiercelCacheManager second = manager(other);
      manager.createCache("books", shown()).get("missing");
      second.createCache("books", shown());
      second.close();

      assertThat(names()).hasSize(2);
      assertThat(attribute("CacheStatistics", "CacheMisses")).isEqualTo(1L);
    }
  }

  private TiercelCacheManager manager(ClassLoader loader) {
    return new TiercelCacheManager(
        new TiercelCachingProvider(),
        URI.create("tiercel:" + unique),
        loader,
        new Properties(),
        InstantSource.system(),
        () -> {});
  }

  private static MutableConfiguration<String, Integer> shown() {
    return new MutableConfiguration<String, Integer>()
        .setManagementEnabled(true)
        .setStatisticsEnabled(true);
  }

  private String name(String type) {
    return "javax.cache:type=" + type + ",CacheManager=tiercel." + unique + ",Cache=books";
  }

  private Object attribute(String type, String attribute) throws Exception {
    return server.getAttribute(new ObjectName(name(type)), attribute);
  }

  /** All that is in the domain for this test's managers. */
  private Set<String> names() {
    Set<String> names = new TreeSet<>();
    server.queryNames(null, null).stream()
        .map(ObjectName::toString)
        .filter(name -> name.startsWith("javax.cache:") && name.contains(unique))
        .forEach(names::add);
    return names;
  }
}
