package io.tiercel.tiers.objectstore;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.TierContext;
import io.tiercel.tiers.testkit.ByteTierContract;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;

/** The promises of a tier that filters misses and lists anew before each plain read. */
class ObjectStoreTierFilteringContractTest extends ByteTierContract {
  private final MemoryTierFactory memory = new MemoryTierFactory(new MemoryObjectStore());

  @Override
  protected ByteTierFactory factory() {
    return new ByteTierFactory() {
      @Override
      public String type() {
        return memory.type();
      }

      @Override
      public List<Option<?>> options() {
        return memory.options();
      }

      @Override
      public ByteTier open(TierContext context) {
        return listing((ObjectStoreTier) memory.open(context));
      }
    };
  }

  /** What is read right after a listing overlooks nothing that was there before. */
  private static ByteTier listing(ObjectStoreTier tier) {
    return (ByteTier)
        Proxy.newProxyInstance(
            ByteTier.class.getClassLoader(),
            new Class<?>[] {ByteTier.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("get") || method.getName().equals("getAll")) {
                tier.misses().run();
              }
              return method.getName().equals("mayOverlook") ? false : call(tier, method, arguments);
            });
  }

  private static Object call(ByteTier tier, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(tier, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  protected Map<String, ?> options() {
    return Map.of("timeout", "20s", "miss-filter-keys", 10_000);
  }

  @Override
  protected Map<String, ?> optionsOfAbsentBackend() {
    return Map.of("absent", true, "miss-filter-keys", 10_000);
  }
}
