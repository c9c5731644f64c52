package io.tiercel.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.examples.springboot.Prices.Price;
import io.tiercel.examples.springboot.Tour.Reading;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import javax.cache.CacheManager;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class LibraryApplicationTest {
  private static ConfigurableApplicationContext context;

  private final Books books = context.getBean(Books.class);
  private final Prices prices = context.getBean(Prices.class);
  private final Titles titles = context.getBean(Titles.class);
  private final Tour tour = context.getBean(Tour.class);
  private final CacheManager caches = context.getBean(CacheManager.class);

  @BeforeAll
  static void start() {
    context = SpringApplication.run(LibraryApplication.class);
  }

  @AfterAll
  static void stop() {
    context.close();
  }

  @BeforeEach
  void startCold() {
    books.save(new Book(1, "The Judge", Set.of("Friedrich", "Max")));
    caches.getCacheNames().forEach(name -> caches.getCache(name).clear());
  }

  @Test
  void cacheableSync_sixteenThreads_calculateOnce() throws Exception {
    int before = prices.calculations();

    assertThat(tour.priceFor16Threads(7)).containsExactly(new Price(new BigDecimal("7.95"), "CHF"));

    assertThat(prices.calculations() - before).isEqualTo(1);
  }

  @Test
  void cacheableSync_null_isCachedToo() {
    int before = prices.calculations();

    assertThat(prices.of(101)).isNull();
    assertThat(prices.of(101)).isNull();

    assertThat(prices.calculations() - before).isEqualTo(1);
  }

  @Test
  void cacheResult_twice_looksUpOnce() {
    int before = titles.lookups();

    assertThat(titles.of(1)).isEqualTo("The Judge");
    assertThat(titles.of(1)).isEqualTo("The Judge");

    assertThat(titles.lookups() - before).isEqualTo(1);
  }

  @Test
  void cachePut_newTitle_isReadFromTheCache() {
    int before = titles.lookups();

    titles.change(1, "A Judge");

    assertThat(titles.of(1)).isEqualTo("A Judge");
    assertThat(titles.lookups()).isEqualTo(before);
    assertThat(books.findById(1))
        .hasValueSatisfying(book -> assertThat(book.title()).isEqualTo("A Judge"));
  }

  @Test
  void cacheRemove_oneTitle_isLookedUpAgain() {
    titles.of(1);
    int before = titles.lookups();

    titles.forget(1);
    titles.of(1);

    assertThat(titles.lookups() - before).isEqualTo(1);
  }

  @Test
  void cacheRemoveAll_allTitles_areLookedUpAgain() {
    titles.of(1);
    int before = titles.lookups();

    titles.forgetAll();
    titles.of(1);

    assertThat(titles.lookups() - before).isEqualTo(1);
  }

  @Test
  void hibernate_secondRead_needsNoStatement() {
    assertThat(tour.read(1).statements()).isPositive();
    assertThat(tour.read(1)).isEqualTo(new Reading("The Judge", 0));
  }

  @Test
  void meterRegistry_gets_countHitsAndMisses() throws Exception {
    double hits = tour.gets("prices", "hit");
    double misses = tour.gets("prices", "miss");

    tour.priceFor16Threads(8);

    assertThat(tour.gets("prices", "hit") - hits).isEqualTo(15);
    assertThat(tour.gets("prices", "miss") - misses).isEqualTo(1);
  }

  @Test
  void meterRegistry_regionOfHibernate_isCountedToo() {
    double hits = tour.gets("books", "hit");
    double misses = tour.gets("books", "miss");

    tour.read(1);
    tour.read(1);

    assertThat(tour.gets("books", "hit") - hits).isEqualTo(1);
    // READ_WRITE looks a second time before it stores what it read from the database.
    assertThat(tour.gets("books", "miss") - misses).isEqualTo(2);
  }

  @Test
  void actuator_metrics_showTheGetsOverHttp() throws Exception {
    tour.priceFor16Threads(9);

    assertThat(actuator("metrics/cache.gets?tag=cache:prices&tag=result:hit"))
        .contains("\"name\":\"cache.gets\"")
        .contains("\"value\":%.1f".formatted(tour.gets("prices", "hit")));
    assertThat(actuator("metrics/cache.gets?tag=cache:prices&tag=result:miss"))
        .contains("\"value\":%.1f".formatted(tour.gets("prices", "miss")));
  }

  @Test
  void actuator_metrics_showTheHealthOfEachCache() throws Exception {
    assertThat(actuator("metrics/tiercel.tier.answers?tag=cache:books&tag=tier:heap"))
        .contains("\"value\":1.0");
    assertThat(actuator("metrics/tiercel.copies.stale?tag=cache:prices")).contains("\"value\":0.0");
  }

  @Test
  void actuator_caches_listsThoseOfTheFile() throws Exception {
    assertThat(actuator("caches")).contains("\"prices\"", "\"titles\"", "\"books\"");
  }

  @Test
  void hibernate_regionWithoutDeclaration_takesStatisticsFromTheTemplate() throws JMException {
    ObjectName region =
        new ObjectName(
            "javax.cache:type=CacheStatistics,*,Cache=io.tiercel.examples.springboot.Book.authors");

    assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(region, null)).hasSize(1);
  }

  @Test
  void report_wholeTour_namesEveryKindOfCache() throws Exception {
    assertThat(String.join("\n", tour.report()))
        .contains("@Cacheable(sync = true)", "@CacheResult: 'The Judge' and 'The Judge'")
        .contains("'The Judge' with 1 SQL statements, then 'The Judge' with 0 SQL statements")
        .contains("cache.gets of prices", "cache.gets of titles", "cache.gets of books");
  }

  private static String actuator(String path) throws IOException, InterruptedException {
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    URI address = URI.create("http://localhost:" + port + "/actuator/" + path);
    HttpRequest request = HttpRequest.newBuilder(address).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }
}
