package io.tiercel.tiers.objectstore;

import io.tiercel.tiers.spi.ByteTier;
import io.tiercel.tiers.spi.ByteTierFactory;
import io.tiercel.tiers.spi.Option;
import io.tiercel.tiers.spi.SharedResources;
import io.tiercel.tiers.spi.TierContext;
import io.tiercel.tiers.spi.TierException;
import io.tiercel.tiers.testkit.TierContexts;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Makes tiers as an artifact's factory does, on a store in memory or on none. */
final class MemoryTierFactory implements ByteTierFactory {
  static final Option<Boolean> ABSENT = Option.flag("absent", "no store").byDefault(false);

  private final MemoryObjectStore store;

  MemoryTierFactory(MemoryObjectStore store) {
    this.store = store;
  }

  private record Endpoint(MemoryObjectStore store, boolean absent) implements ObjectStoreEndpoint {
    @Override
    public String address() {
      return "memory://bucket";
    }

    @Override
    public ObjectStore connect(ObjectStoreOptions options) {
      if (absent) {
        throw new TierException(TierException.Kind.UNAVAILABLE, address() + " cannot be reached");
      }
      return store;
    }
  }

  @Override
  public String type() {
    return "memory-objects";
  }

  @Override
  public List<Option<?>> options() {
    return ObjectStoreOptions.with(List.of(ABSENT));
  }

  @Override
  public ByteTier open(TierContext context) {
    return ObjectStoreTier.open(
        context,
        new Endpoint(store, context.options().get(ABSENT)),
        ObjectStoreOptions.of(context.options(), List.of()));
  }

  ByteTier open(
      String namespace, Map<String, ?> options, InstantSource clock, SharedResources shared) {
    return open(TierContexts.of(this, namespace, options, clock, shared));
  }
}
