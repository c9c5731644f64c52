package io.tiercel.internal.jcache;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.TierContext;
import io.tiercel.tiers.testkit.MemoryTierFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;

/** Makes tiers of type {@code overlooking}: in memory, where plain reads find nothing, ever. */
public final class OverlookingTierFactory implements ByteTierFactory {
  private final MemoryTierFactory memory = new MemoryTierFactory();

  /** For the service loader. */
  public OverlookingTierFactory() {}

  @Override
  public String type() {
    return "overlooking";
  }

  @Override
  public List<Option<?>> options() {
    return memory.options();
  }

  @Override
  public ByteTier open(TierContext context) {
    ByteTier tier = memory.open(context);
    return (ByteTier)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ByteTier.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "get" -> null;
                  case "getAll" -> Map.of();
                  case "mayOverlook" -> true;
                  case "tellsWhatWasThere" -> false;
                  default -> {
                    try {
                      yield method.invoke(tier, arguments);
                    } catch (InvocationTargetException e) {
                      throw e.getCause();
                    }
                  }
                });
  }
}
