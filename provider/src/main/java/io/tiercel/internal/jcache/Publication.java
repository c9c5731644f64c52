package io.tiercel.internal.jcache;

import io.tiercel.internal.stack.Decision;
import io.tiercel.internal.stack.Outage;
import io.tiercel.internal.stack.Transition;
import io.tiercel.tiers.spi.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Stores what a loader brought, unless the key was changed since the load began: by a caller of
 * this process, who detached the load, or by another, whose removal left a tombstone that was not
 * there before.
 */
final class Publication<K, V> implements Transition<V, Boolean> {
  private final Mutation<K, V> mutation;
  private final Load<V> load;
  private final @Nullable Entry<V> traceBefore;
  private boolean published;

  Publication(Mutation<K, V> mutation, Load<V> load, @Nullable Entry<V> traceBefore) {
    this.mutation = mutation;
    this.load = load;
    this.traceBefore = traceBefore;
  }

  @Override
  public Decision<V> decide(@Nullable Entry<V> live, @Nullable Entry<V> trace) {
    published = !load.isDetached() && !isRemovedSince(trace);
    return published ? mutation.decide(live, trace) : Decision.keep();
  }

  private boolean isRemovedSince(@Nullable Entry<V> trace) {
    return trace != null
        && trace.isTombstone()
        && (traceBefore == null || traceBefore.version() != trace.version());
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
