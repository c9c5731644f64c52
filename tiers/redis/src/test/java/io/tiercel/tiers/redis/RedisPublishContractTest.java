package io.tiercel.tiers.redis;

import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.testkit.ByteTierContract;
import io.tiercel.tiers.testkit.SharedByTests;
import io.tiercel.tiers.testkit.server.RedisServer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The promises of a tier whose processes tell each other, on a server that tells nobody. */
class RedisPublishContractTest extends ByteTierContract {
  @RegisterExtension
  private static final SharedByTests<RedisServer> SERVER =
      new SharedByTests<>(() -> RedisServer.setup().with("rename-command", "CLIENT", "").start());

  private final AtomicInteger opened = new AtomicInteger();

  @Override
  protected ByteTierFactory factory() {
    return new RedisTierFactory();
  }

  /** Each tier has a link of its own, as another process would. */
  @Override
  protected Map<String, ?> options() {
    return Map.of(
        "uri",
        SERVER.get().uri(),
        "client-name",
        "process" + opened.incrementAndGet(),
        "timeout",
        "10s",
        "connect-timeout",
        "20s");
  }
}
