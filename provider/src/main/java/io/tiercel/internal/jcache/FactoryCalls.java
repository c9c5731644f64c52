package io.tiercel.internal.jcache;

import io.tiercel.internal.config.CacheDefinition;
import io.tiercel.internal.config.TierDefinition;
import io.tiercel.tiers.spi.TierContext;
import java.time.InstantSource;
import java.util.function.Function;
import javax.cache.CacheException;

/** Has factories make what a cache needs, told of the cache and of the tier it is for. */
final class FactoryCalls {
  private final CacheDefinition<?, ?> definition;
  private final ClassLoader classLoader;
  private final InstantSource clock;

  FactoryCalls(CacheDefinition<?, ?> definition, ClassLoader classLoader, InstantSource clock) {
    this.definition = definition;
    this.classLoader = classLoader;
    this.clock = clock;
  }

  /**
   * Has something made that works with the entries of the cache.
   *
   * @throws CacheException when the options contradict each other; says of which tier of which
   *     cache
   */
  <T> T make(TierDefinition tier, Function<TierContext, T> factory) {
    return makeBeside(tier, "", factory);
  }

  /**
   * As {@link #make}, what works with something else of the cache.
   *
   * @param mark sets that apart from the entries; the name of no cache has it
   */
  <T> T makeBeside(TierDefinition tier, String mark, Function<TierContext, T> factory) {
    try {
      return factory.apply(context(tier, mark));
    } catch (IllegalArgumentException e) {
      throw new CacheException(
          definition.home() + ", tier " + tier.name() + ": " + e.getMessage(), e);
    }
  }

  private TierContext context(TierDefinition tier, String mark) {
    return new TierContext(
        definition.name(),
        tier.name(),
        definition.namespace() + mark,
        tier.options(),
        clock,
        classLoader,
        Leases.OF_PROCESS);
  }
}
