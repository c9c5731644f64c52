package io.tiercel.internal.jcache;

import io.tiercel.internal.stack.Decision;
import io.tiercel.internal.stack.Outage;
import io.tiercel.internal.stack.Transition;
import io.tiercel.tiers.spi.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Stores what a loader brought, unless the key was changed since the load began: by a caller of
 * this process, who detached the load, or by another, who left an entry or a tombstone at the
 * authority that was not there before.
 */
final class Publication<K, V> implements Transition<V, Boolean> {
  private final Mutation<K, V> mutation;
  private final Load<V> load;
  private final @Nullable Entry<V> before;
  private boolean published;

  Publication(Mutation<K, V> mutation, Load<V> load, @Nullable Entry<V> before) {
    this.mutation = mutation;
    this.load = load;
    this.before = before;
  }

  @Override
  public Decision<V> decide(@Nullable Entry<V> live, @Nullable Entry<V> trace) {
    published = !load.isDetached() && isStill(live == null ? trace : live);
    return published ? mutation.decide(live, trace) : Decision.keep();
  }

  private boolean isStill(@Nullable Entry<V> now) {
    return now == null || (before != null && before.version() == now.version());
  }

  @Override
  public Outage outage() {
    return mutation.outage();
  }

  @Override
  public Boolean settled() {
    if (published) {
      mutation.settled();
    }
    return published;
  }
}
