package io.tiercel.examples.yourowntier;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.TierContext;
import java.util.List;

/** Makes tiers of type {@code jdbc}; found by the service loader. */
public final class JdbcTierFactory implements ByteTierFactory {
  static final Option<String> URI =
      Option.text("uri", "The JDBC address of the database.")
          .byDefault("jdbc:h2:mem:tiercel;DB_CLOSE_DELAY=-1");

  @Override
  public String type() {
    return "jdbc";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(URI);
  }

  /** All tiers of one address share a pool, which is closed with the last of them. */
  @Override
  public ByteTier open(TierContext context) {
    String uri = context.options().get(URI);
    return new JdbcTier(
        context.shared().lease(List.of("jdbc", uri), () -> new Database(uri)),
        context.namespace(),
        context.clock());
  }
}
