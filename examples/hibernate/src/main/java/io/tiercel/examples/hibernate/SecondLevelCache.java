package io.tiercel.examples.hibernate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.hibernate.Hibernate;
import org.hibernate.KeyType;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.stat.Statistics;

/** Reads everything twice, each time in a new session, and prints what reached the database. */
public final class SecondLevelCache {
  static final List<Class<? extends CatalogItem>> TYPES =
      List.of(Country.class, Publisher.class, Book.class, Price.class);

  private final SessionFactory sessions;
  private final Statistics statistics;

  SecondLevelCache(SessionFactory sessions) {
    this.sessions = sessions;
    this.statistics = sessions.getStatistics();
  }

  /** Runs the example. */
  public static void main(String[] args) {
    try (SessionFactory sessions = open()) {
      SecondLevelCache example = new SecondLevelCache(sessions);
      example.fill();
      System.out.println("SQL statements of a first read and of a second, each in its own session");
      example.readTwice().forEach(System.out::println);
      System.out.println(
          "SQL statements of a read after a change, and after a change that was rolled back");
      example.readAfterChanges().forEach(System.out::println);
      System.out.printf(
          "second-level cache: %d hits, %d misses; query cache: %d hits, %d misses%n",
          example.statistics.getSecondLevelCacheHitCount(),
          example.statistics.getSecondLevelCacheMissCount(),
          example.statistics.getQueryCacheHitCount(),
          example.statistics.getQueryCacheMissCount());
    }
  }

  /** Everything about the caches is in hibernate.properties and tiercel.properties. */
  static SessionFactory open() {
    return catalog().createEntityManagerFactory();
  }

  static HibernatePersistenceConfiguration catalog() {
    return new HibernatePersistenceConfiguration("catalog")
        .managedClasses(TYPES.toArray(Class<?>[]::new));
  }

  /** Writes one row of each type. */
  void fill() {
    sessions.inTransaction(
        session -> {
          session.persist(new Country(1, "CH", "Switzerland", Set.of("Alps", "lakes")));
          session.persist(new Publisher(1, "978-3-257", "Diogenes", Set.of("Zurich")));
          session.persist(new Book(1, "978-3-257-22535-8", "The Judge", Set.of("crime", "Bern")));
          session.persist(new Price(1, "978-3-257-22535-8/CHF", "12.00", Set.of("paperback")));
        });
  }

  /** Entities, natural ids and collections of every strategy, and a query. */
  List<Reading> readTwice() {
    List<Reading> readings = new ArrayList<>();
    for (Class<? extends CatalogItem> type : TYPES) {
      String name = type.getSimpleName();
      String code = sessions.fromSession(session -> find(session, type).code());
      readings.add(twice(name, session -> find(session, type)));
      readings.add(
          twice(name + " by natural id", session -> session.find(type, code, KeyType.NATURAL)));
      readings.add(
          twice(
              name + " with its collection",
              session -> Hibernate.initialize(find(session, type).keywords())));
    }
    readings.add(twice("query", SecondLevelCache::query));
    return readings;
  }

  private Reading twice(String what, Consumer<Session> read) {
    sessions.getCache().evictAllRegions();
    return new Reading(what, statements(read), statements(read));
  }

  /** A rename, a rename rolled back, and what a new session sees after each. */
  List<Change> readAfterChanges() {
    List<Change> changes = new ArrayList<>();
    for (Class<? extends CatalogItem> type : TYPES) {
      changes.add(change(type, "changed", true));
      changes.add(change(type, "rolled back", false));
    }
    return changes;
  }

  private Change change(Class<? extends CatalogItem> type, String newName, boolean commit) {
    sessions.inSession(session -> find(session, type));
    try (Session session = sessions.openSession()) {
      session.beginTransaction();
      find(session, type).rename(newName);
      session.flush();
      if (commit) {
        session.getTransaction().commit();
      } else {
        session.getTransaction().rollback();
      }
    }
    String[] seen = new String[1];
    long statements = statements(session -> seen[0] = find(session, type).name());
    return new Change(type.getSimpleName() + " " + newName, seen[0], statements);
  }

  long statements(Consumer<Session> work) {
    long before = statistics.getPrepareStatementCount();
    sessions.inSession(work);
    return statistics.getPrepareStatementCount() - before;
  }

  static List<Book> query(Session session) {
    return session
        .createSelectionQuery("from Book where name like 'The %'", Book.class)
        .setCacheable(true)
        .getResultList();
  }

  private static <T extends CatalogItem> T find(Session session, Class<T> type) {
    return session.find(type, 1);
  }

  /** The SQL statements that a first and a second read cost. */
  record Reading(String what, long first, long second) {
    @Override
    public String toString() {
      return "  %-32s%d, then %d".formatted(what, first, second);
    }
  }

  /** The name a new session sees after a change, and the SQL statements that cost. */
  record Change(String what, String seen, long statements) {
    @Override
    public String toString() {
      return "  %-32s%d, reads '%s'".formatted(what, statements, seen);
    }
  }
}
