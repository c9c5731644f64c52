package io.tiercel.internal.jcache;

import io.tiercel.internal.stack.Decision;
import io.tiercel.internal.stack.Outage;
import io.tiercel.internal.stack.Transition;
import io.tiercel.tiers.spi.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Replaces an entry by what the loader brought, if it is still the one that was about to expire.
 */
final class Renewal<K, V> implements Transition<V, Boolean> {
  private final Mutation<K, V> mutation;
  private final Load<V> load;
  private final long versionBefore;
  private boolean renewed;

  Renewal(Mutation<K, V> mutation, Load<V> load, long versionBefore) {
    this.mutation = mutation;
    this.load = load;
    this.versionBefore = versionBefore;
  }

  @Override
  public Decision<V> decide(@Nullable Entry<V> live, @Nullable Entry<V> trace) {
    renewed = live != null && live.version() == versionBefore && !load.isDetached();
    return renewed ? mutation.decide(live, trace) : Decision.keep();
  }

  @Override
  public Outage outage() {
    return mutation.outage();
  }

  @Override
  public Boolean settled() {
    if (renewed) {
      mutation.settled();
    }
    return renewed;
  }
}
