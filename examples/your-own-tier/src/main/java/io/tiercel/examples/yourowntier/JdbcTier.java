package io.tiercel.examples.yourowntier;

import io.tiercel.tiers.spi.ByteEntry;
import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.Capabilities;
import io.tiercel.tiers.spi.Condition;
import io.tiercel.tiers.spi.SharedResources.Lease;
import io.tiercel.tiers.spi.WriteResult;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps entries as rows of a table. Every write gives its row a new revision: by that a later one
 * tells whether the row is still the one that was read.
 */
final class JdbcTier implements ByteTier {
  private static final Capabilities CAPABILITIES =
      new Capabilities(true, true, false, 512, 1 << 20);
  private static final String ROW = " where namespace = ? and name = ?";
  private static final String LIVE = " and deadline > ?";
  private static final String SAME = " and revision = coalesce(?, revision)";

  private final Lease<Database> lease;
  private final Database database;
  private final String namespace;
  private final InstantSource clock;

  JdbcTier(Lease<Database> lease, String namespace, InstantSource clock) {
    this.lease = lease;
    this.database = lease.resource();
    this.namespace = namespace;
    this.clock = clock;
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public @Nullable ByteEntry get(String name) {
    List<Map.Entry<String, ByteEntry>> found =
        read("select name, bytes, revision from tiercel_entries" + ROW + LIVE, name);
    return found.isEmpty() ? null : found.get(0).getValue();
  }

  private List<Map.Entry<String, ByteEntry>> read(String sql, Object... names) {
    List<Object> parameters = new ArrayList<>(List.of(namespace));
    parameters.addAll(List.of(names));
    parameters.add(clock.millis());
    return database.execute(sql, JdbcTier::rows, parameters.toArray());
  }

  private static List<Map.Entry<String, ByteEntry>> rows(PreparedStatement statement)
      throws SQLException {
    List<Map.Entry<String, ByteEntry>> rows = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        rows.add(Map.entry(row.getString(1), ByteEntry.read(row.getBytes(2), row.getLong(3))));
      }
    }
    return rows;
  }

  @Override
  public WriteResult<ByteEntry> write(String name, ByteEntry next, Condition<ByteEntry> condition) {
    boolean committed =
        switch (condition.kind()) {
          case ALWAYS -> replace(name, next, null) || insert(name, next);
          case IF_ABSENT -> insert(name, next);
          case IF_UNCHANGED -> replace(name, next, condition.seen().token());
        };
    if (!committed && condition.kind() == Condition.Kind.ALWAYS) {
      return write(name, next, condition); // another has come and gone in between
    }
    return committed ? WriteResult.committed() : WriteResult.conflict();
  }

  private boolean insert(String name, ByteEntry next) {
    String expired = "delete from tiercel_entries" + ROW + " and deadline <= ?";
    database.change(expired, namespace, name, clock.millis());
    String sql = "insert into tiercel_entries values (?, ?, ?, ?, next value for revisions)";
    return database.change(sql, namespace, name, next.bytes(), next.deadlineMillis()) > 0;
  }

  /** Replaces what lives, if it has this revision; null: whatever it has. */
  private boolean replace(String name, ByteEntry next, @Nullable Object revision) {
    String sql =
        "update tiercel_entries set bytes = ?, deadline = ?, revision = next value for revisions";
    return database.change(
            sql + ROW + LIVE + SAME,
            next.bytes(),
            next.deadlineMillis(),
            namespace,
            name,
            clock.millis(),
            revision)
        > 0;
  }

  @Override
  public boolean remove(String name, Condition<ByteEntry> condition) {
    boolean always = condition.kind() == Condition.Kind.ALWAYS;
    Object revision = always ? null : condition.seen().token();
    String sql = "delete from tiercel_entries" + ROW + LIVE + SAME;
    return database.change(sql, namespace, name, clock.millis(), revision) > 0;
  }

  @Override
  public void clear() {
    database.change("delete from tiercel_entries where namespace = ?", namespace);
  }

  @Override
  public Iterator<Map.Entry<String, ByteEntry>> scan() {
    return read("select name, bytes, revision from tiercel_entries where namespace = ?" + LIVE)
        .iterator();
  }

  @Override
  public void close() {
    lease.close();
  }
}
