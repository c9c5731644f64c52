package io.tiercel.tiers.noop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiercel.TiercelCachingProvider;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.spi.CachingProvider;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cache switched off by one line. */
class NoopCacheTest {
  private final CachingProvider provider = new TiercelCachingProvider();
  private final AtomicInteger loads = new AtomicInteger();
  private CacheManager manager;

  @BeforeEach
  void open() {
    Properties settings = new Properties();
    settings.setProperty("caches.*.tiers", "noop");
    manager =
        provider.getCacheManager(
            URI.create("tiercel:noop"), NoopCacheTest.class.getClassLoader(), settings);
  }

  @AfterEach
  void close() {
    provider.close();
  }

  private Cache<String, String> books(boolean readThrough) {
    return manager.createCache(
        "books",
        new MutableConfiguration<String, String>()
            .setTypes(String.class, String.class)
            .setStatisticsEnabled(true)
            .setReadThrough(readThrough)
            .setCacheLoaderFactory(() -> new CountingLoader(loads)));
  }

  @Test
  void operations_switchedOff_behaveAsOnAnEmptyCache() {
    Cache<String, String> books = books(false);

    books.put("a", "Emma");
    books.putAll(Map.of("b", "Ulysses", "c", "Faust"));

    assertThat(books.get("a")).isNull();
    assertThat(books.getAll(Set.of("a", "b"))).isEmpty();
    assertThat(books.containsKey("a")).isFalse();
    assertThat(books.iterator().hasNext()).isFalse();
    assertThat(books.putIfAbsent("a", "1")).isTrue();
    assertThat(books.putIfAbsent("a", "2")).isTrue();
    assertThat(books.replace("a", "3")).isFalse();
    assertThat(books.replace("a", "1", "3")).isFalse();
    assertThat(books.getAndPut("a", "4")).isNull();
    assertThat(books.getAndReplace("a", "4")).isNull();
    assertThat(books.getAndRemove("a")).isNull();
    assertThat(books.remove("a")).isFalse();
    assertThat(books.remove("a", "4")).isFalse();
    String seen =
        books.invoke(
            "a",
            (entry, arguments) -> {
              boolean existed = entry.exists();
              entry.setValue("5");
              return existed + " " + entry.getValue();
            });
    assertThat(seen).isEqualTo("false 5");
    assertThat(books.get("a")).isNull();
    books.removeAll();
    books.clear();
  }

  @Test
  void createCache_besideOthers_isRefused() {
    Properties settings = new Properties();
    settings.setProperty("caches.books.tiers", "heap, noop");

    assertThatThrownBy(
            () ->
                provider.getCacheManager(
                    URI.create("tiercel:beside"), NoopCacheTest.class.getClassLoader(), settings))
        .isInstanceOf(CacheException.class)
        .hasMessageEndingWith(
            ": tiers must be one of type noop alone, which switches the cache off, or none of that"
                + " type but are heap, noop; remove the one of type noop, or the others");
  }

  @Test
  void get_switchedOff_asksTheLoaderEachTime() {
    Cache<String, String> books = books(true);

    assertThat(books.get("a")).isEqualTo("loaded a");
    assertThat(books.get("a")).isEqualTo("loaded a");

    assertThat(loads).hasValue(2);
  }

  @Test
  void statistics_switchedOff_countEverything() throws Exception {
    Cache<String, String> books = books(false);

    books.put("a", "Emma");
    books.get("a");
    books.get("b");

    ObjectName name =
        ManagementFactory.getPlatformMBeanServer()
            .queryNames(new ObjectName("javax.cache:type=CacheStatistics,Cache=books,*"), null)
            .iterator()
            .next();
    assertThat(statistic(name, "CachePuts")).isEqualTo(1L);
    assertThat(statistic(name, "CacheGets")).isEqualTo(2L);
    assertThat(statistic(name, "CacheMisses")).isEqualTo(2L);
    assertThat(statistic(name, "CacheHits")).isEqualTo(0L);
  }

  private static Object statistic(ObjectName name, String attribute) throws Exception {
    return ManagementFactory.getPlatformMBeanServer().getAttribute(name, attribute);
  }

  private record CountingLoader(AtomicInteger loads) implements CacheLoader<String, String> {
    @Override
    public String load(String key) {
      loads.incrementAndGet();
      return "loaded " + key;
    }

    @Override
    public Map<String, String> loadAll(Iterable<? extends String> keys) {
      throw new UnsupportedOperationException("one at a time");
    }
  }
}
