package io.tiercel.examples.yourowntier;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import java.util.Map;

/** All that Tiercel asks of a tier. */
class JdbcTierTest extends ByteTierContract {
  @Override
  protected ByteTierFactory factory() {
    return new JdbcTierFactory();
  }

  @Override
  protected Map<String, ?> options() {
    return Map.of("uri", "jdbc:h2:mem:contract;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=60000");
  }

  @Override
  protected Map<String, ?> optionsOfAbsentBackend() {
    return Map.of("uri", "jdbc:h2:tcp://localhost:1/absent");
  }
}
