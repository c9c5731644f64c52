package io.tiercel.internal.jcache;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.SharedResources.Lease;
import io.tiercel.tiers.spi.TierContext;
import io.tiercel.tiers.testkit.MemoryOptions;
import io.tiercel.tiers.testkit.MemoryStore;
import io.tiercel.tiers.testkit.MemoryTier;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes tiers of type {@code leased}: in memory, by a connection that tiers of one address share.
 */
public final class LeasedTierFactory implements ByteTierFactory {
  static final AtomicInteger OPENED = new AtomicInteger();
  static final AtomicInteger CLOSED = new AtomicInteger();
  private static final Option<String> ADDRESS = Option.text("address", "Where it is.").mandatory();

  /** For the service loader. */
  public LeasedTierFactory() {}

  @Override
  public String type() {
    return "leased";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(ADDRESS);
  }

  @Override
  public ByteTier open(TierContext context) {
    Lease<Connection> lease =
        context.shared().lease("leased " + context.options().get(ADDRESS), () -> new Connection());
    ByteTier tier =
        new MemoryTier(
            lease.resource().store, context.namespace(), MemoryOptions.DEFAULT, context.clock());
    return (ByteTier)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ByteTier.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                lease.close();
              }
              try {
                return method.invoke(tier, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static final class Connection implements AutoCloseable {
    private final MemoryStore store = new MemoryStore();

    Connection() {
      OPENED.incrementAndGet();
    }

    @Override
    public void close() {
      CLOSED.incrementAndGet();
    }
  }
}
