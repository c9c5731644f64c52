package io.tiercel.tiers.testkit;

import io.tiercel.tiers.spi.OptionValues;
import io.tiercel.tiers.spi.SharedResources;
import io.tiercel.tiers.spi.TierContext;
import io.tiercel.tiers.spi.TierFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes what a factory is given, the way a configuration would. */
public final class TierContexts {
  private TierContexts() {}

  /**
   * A context whose cache is named like its namespace.
   *
   * @throws IllegalArgumentException when the factory does not take the options; names every
   *     problem
   */
  public static TierContext of(
      TierFactory factory,
      String namespace,
      Map<String, ?> options,
      InstantSource clock,
      SharedResources shared) {
    List<String> problems = new ArrayList<>();
    ClassLoader loader = factory.getClass().getClassLoader();
    OptionValues values = OptionValues.check(factory.options(), options, loader, problems::add);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return new TierContext(namespace, factory.type(), namespace, values, clock, loader, shared);
  }
}
