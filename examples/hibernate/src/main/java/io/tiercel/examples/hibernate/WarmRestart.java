package io.tiercel.examples.hibernate;

import java.util.List;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.SessionFactory;

/** Restarts on a second-level cache that is in Redis, too: what was read before costs no SQL. */
public final class WarmRestart {
  private WarmRestart() {}

  /** Runs the example. */
  public static void main(String[] args) {
    System.out.println("SQL statements of a first read, and of the first one after a restart");
    statementsBeforeAndAfter().forEach(statements -> System.out.println("  " + statements));
  }

  static List<Long> statementsBeforeAndAfter() {
    long before;
    try (SessionFactory sessions = open("drop-and-create")) {
      sessions.getCache().evictAllRegions();
      SecondLevelCache example = new SecondLevelCache(sessions);
      example.fill();
      before = example.statements(WarmRestart::readEverything);
    }
    try (SessionFactory sessions = open("none")) {
      return List.of(
          before, new SecondLevelCache(sessions).statements(WarmRestart::readEverything));
    }
  }

  /** The database outlives its last connection; tiercel-redis.properties names the tiers. */
  private static SessionFactory open(String schemaAction) {
    return SecondLevelCache.catalog()
        .property("jakarta.persistence.jdbc.url", "jdbc:h2:mem:restart;DB_CLOSE_DELAY=-1")
        .property("jakarta.persistence.schema-generation.database.action", schemaAction)
        .property("hibernate.javax.cache.uri", "tiercel-redis.properties")
        .createEntityManagerFactory();
  }

  private static void readEverything(Session session) {
    for (Class<? extends CatalogItem> type : SecondLevelCache.TYPES) {
      Hibernate.initialize(session.find(type, 1).keywords());
    }
  }
}
