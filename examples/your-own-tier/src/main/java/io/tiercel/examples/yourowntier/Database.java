package io.tiercel.examples.yourowntier;

import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.spi.TierException.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;

/** Connections to a database, and the table in it. */
final class Database implements AutoCloseable {
  /** H2's state for a key that is there already, and that of the SQL standard. */
  private static final String DUPLICATE_KEY = "23505";

  private final JdbcConnectionPool pool;
  private volatile boolean hasTable;

  Database(String uri) {
    pool = JdbcConnectionPool.create(uri, "sa", "");
  }

  interface Work<T> {
    T on(PreparedStatement statement) throws SQLException;
  }

  /** Carries out a statement with these parameters; what fails, fails as a tier does. */
  <T> T execute(String sql, Work<T> work, @Nullable Object... parameters) {
    try (Connection connection = connected()) {
      if (!hasTable) {
        createTable(connection);
      }
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        for (int i = 0; i < parameters.length; i++) {
          statement.setObject(i + 1, parameters[i]);
        }
        return work.on(statement);
      }
    } catch (SQLException e) {
      throw new TierException(Kind.REJECTED, "the database refused: " + e.getSQLState(), e);
    }
  }

  /** Carries out a change; answers how many rows it met, or 0 when the key is taken. */
  int change(String sql, @Nullable Object... parameters) {
    return execute(
        sql,
        statement -> {
          try {
            return statement.executeUpdate();
          } catch (SQLException e) {
            if (DUPLICATE_KEY.equals(e.getSQLState())) {
              return 0;
            }
            throw e;
          }
        },
        parameters);
  }

  private Connection connected() {
    try {
      return pool.getConnection();
    } catch (SQLException e) {
      throw new TierException(Kind.UNAVAILABLE, "the database cannot be reached", e);
    }
  }

  private void createTable(Connection connection) throws SQLException {
    create(connection, "create sequence if not exists revisions");
    create(
        connection,
        """
        create table if not exists tiercel_entries (
          namespace varchar(1000), name varchar(512), bytes varbinary(1048576),
          deadline bigint, revision bigint, primary key (namespace, name))
        """);
    hasTable = true;
  }

  /** Of two who create it in the same moment, one may be told that it is there: by then it is. */
  private static void create(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      try {
        statement.execute();
      } catch (SQLException e) {
        statement.execute();
      }
    }
  }

  @Override
  public void close() {
    pool.dispose();
  }
}
