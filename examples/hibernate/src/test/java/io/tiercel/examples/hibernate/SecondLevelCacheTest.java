package io.tiercel.examples.hibernate;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiercel.examples.hibernate.SecondLevelCache.Change;
import io.tiercel.examples.hibernate.SecondLevelCache.Reading;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.logging.LogRecord;
import javax.management.JMException;
import javax.management.ObjectName;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecondLevelCacheTest {
  private static RecordedLog log;
  private static SessionFactory sessions;
  private static Statistics statistics;

  private final SecondLevelCache example = new SecondLevelCache(sessions);

  @BeforeAll
  static void open() {
    log = new RecordedLog("org.hibernate");
    sessions = SecondLevelCache.open();
    statistics = sessions.getStatistics();
  }

  @AfterAll
  static void close() {
    sessions.close();
    log.close();
  }

  @BeforeEach
  void startCold() {
    sessions.getSchemaManager().truncateMappedObjects();
    sessions.getCache().evictAllRegions();
    example.fill();
    sessions.getCache().evictAllRegions();
    statistics.clear();
  }

  @Test
  void readTwice_everyStrategy_sparesTheDatabaseTheSecondRead() {
    List<Reading> readings = example.readTwice();

    assertThat(readings)
        .extracting(Reading::what)
        .contains(
            "Country",
            "Publisher",
            "Book",
            "Price",
            "Book by natural id",
            "Book with its collection")
        .contains("query")
        .hasSize(13);
    assertThat(readings).allSatisfy(reading -> assertThat(reading.first()).isPositive());
    assertThat(readings).allSatisfy(reading -> assertThat(reading.second()).isZero());
  }

  @Test
  void readTwice_everyStrategy_showsInHibernatesStatistics() {
    example.readTwice();

    for (Class<? extends CatalogItem> type : SecondLevelCache.TYPES) {
      assertThat(hits(type.getName())).as("entity hits of %s", type).isPositive();
      assertThat(hits(type.getName() + ".keywords")).as("collection hits of %s", type).isEqualTo(1);
      assertThat(hits(type.getName() + "##NaturalId")).as("natural id of %s", type).isEqualTo(1);
    }
    assertThat(statistics.getNaturalIdCacheHitCount()).isEqualTo(4);
    assertThat(statistics.getQueryCacheHitCount()).isEqualTo(1);
    assertThat(statistics.getQueryCacheMissCount()).isEqualTo(1);
    assertThat(statistics.getUpdateTimestampsCacheHitCount()).isPositive();
  }

  @Test
  void readAfterChanges_everyStrategy_seesWhatItPromises() {
    List<Change> changes = example.readAfterChanges();

    assertThat(changes)
        .containsExactly(
            new Change("Country changed", "Switzerland", 0),
            new Change("Country rolled back", "Switzerland", 0),
            new Change("Publisher changed", "changed", 1),
            new Change("Publisher rolled back", "changed", 1),
            new Change("Book changed", "changed", 0),
            new Change("Book rolled back", "changed", 1),
            new Change("Price changed", "changed", 0),
            new Change("Price rolled back", "rolled back", 0));
  }

  @Test
  void query_afterAChangeOfItsTable_asksTheDatabaseAgain() {
    assertThat(sessions.fromSession(SecondLevelCache::query)).hasSize(1);

    sessions.inTransaction(session -> session.find(Book.class, 1).rename("A Judge"));

    assertThat(sessions.fromSession(SecondLevelCache::query)).isEmpty();
    assertThat(statistics.getQueryCacheHitCount()).isZero();
    assertThat(statistics.getQueryCacheMissCount()).isEqualTo(2);
  }

  @Test
  void evict_oneEntity_isReadFromTheDatabaseAgain() {
    sessions.inSession(this::readBook);
    sessions.getCache().evict(Book.class, 1);
    statistics.clear();

    sessions.inSession(this::readBook);

    assertThat(statistics.getSecondLevelCacheMissCount()).isEqualTo(1);
    assertThat(statistics.getPrepareStatementCount()).isEqualTo(1);
  }

  @Test
  void open_regionsWithoutDeclaration_takeStatisticsFromTheTemplate() throws JMException {
    Set<String> regions = Set.of(statistics.getSecondLevelCacheRegionNames());

    assertThat(regions)
        .hasSize(13)
        .contains("io.tiercel.examples.hibernate.Book##NaturalId", "default-query-results-region");
    assertThat(cachesWithStatistics())
        .containsAll(regions)
        .contains("default-update-timestamps-region");
  }

  @Test
  void open_regionsFromFileAndTemplate_warnsOfTransactionalOnly() {
    List<String> warnings =
        log.records().filter(RecordedLog::isWarning).map(LogRecord::getMessage).toList();

    assertThat(warnings)
        .noneMatch(message -> message.contains("Missing cache region"))
        .anyMatch(message -> message.contains("access type 'transactional'"));
  }

  private void readBook(Session session) {
    session.find(Book.class, 1);
  }

  private long hits(String region) {
    return statistics.getCacheRegionStatistics(region).getHitCount();
  }

  private static Set<String> cachesWithStatistics() throws JMException {
    ObjectName all = new ObjectName("javax.cache:type=CacheStatistics,*");
    return ManagementFactory.getPlatformMBeanServer().queryNames(all, null).stream()
        .map(name -> name.getKeyProperty("Cache"))
        .collect(toSet());
  }
}
