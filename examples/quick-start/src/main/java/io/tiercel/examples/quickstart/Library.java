package io.tiercel.examples.quickstart;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A table of book titles in H2 (in memory, in this JVM) that counts the queries it answers. */
final class Library implements AutoCloseable {
  private final Connection connection;
  private final AtomicInteger queries = new AtomicInteger();

  private Library(Connection connection) {
    this.connection = connection;
  }

  /** Opens a library of {@code size} books, numbered from 1. */
  static Library withBooks(int size) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE book (id INT PRIMARY KEY, title VARCHAR(100) NOT NULL)");
      statement.execute(
          "INSERT INTO book SELECT x, 'Volume ' || x FROM SYSTEM_RANGE(1, " + size + ")");
    }
    return new Library(connection);
  }

  /** Asks the database for the title of a book; null if there is no such book. */
  @Nullable String title(int id) throws SQLException {
    queries.incrementAndGet();
    try (PreparedStatement select =
        connection.prepareStatement("SELECT title FROM book WHERE id = ?")) {
      select.setInt(1, id);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? rows.getString("title") : null;
      }
    }
  }

  /** How often the database was asked so far. */
  int queries() {
    return queries.get();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
